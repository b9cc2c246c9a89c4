import 'server-only';
import { auth } from '@clerk/nextjs/server';
import { headers } from 'next/headers';
import { readUnverified, type Unverified } from './unverified';

declare const proof: unique symbol;

/**
 * The id of the user whose session signed this request. Only `lib/clerk/session` makes one: no client can choose it.
 */
export type SignedInUserId = string & { readonly [proof]: true };

/** Returns the signed-in user's id. Redirects everybody else to the sign-in page, which leads back here. */
export async function requireUserId(): Promise<SignedInUserId> {
  const { userId, redirectToSignIn } = await auth();
  return (userId ?? redirectToSignIn()) as SignedInUserId;
}

/** A signed-in user, and the session of theirs that signed the request. */
export interface SessionInfo {
  userId: SignedInUserId;
  sessionId: string;
}

/** Whose request this is. `unknown`: a session is presented and could not be verified; they may well be signed in. */
export type Visitor = ({ is: 'signed in' } & SessionInfo) | { is: 'signed out' } | { is: 'unknown'; why: Unverified };

/** Returns whose request this is, from its session token, without a call of Clerk. */
export async function getVisitor(): Promise<Visitor> {
  const why = readUnverified(await headers());
  if (why) return { is: 'unknown', why };
  const { userId, sessionId } = await auth();
  return userId && sessionId ? { is: 'signed in', userId: userId as SignedInUserId, sessionId } : { is: 'signed out' };
}
