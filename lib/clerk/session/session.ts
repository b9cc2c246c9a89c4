import 'server-only';
import { auth } from '@clerk/nextjs/server';
import { headers } from 'next/headers';
import { readUnverified, type Unverified } from './unverified';

declare const proof: unique symbol;

/**
 * The id of the person who signed this request. Only this file makes one, so no verb can be called with an id from a
 * client.
 */
export type SignedInUserId = string & { readonly [proof]: true };

/** The signed-in user's id; sends everybody else to the sign-in page and back again afterwards. */
export async function requireUserId(): Promise<SignedInUserId> {
  const { userId, redirectToSignIn } = await auth();
  return (userId ?? redirectToSignIn()) as SignedInUserId;
}

/** A signed-in user, and which of their sessions signed the request. */
export interface SessionInfo {
  userId: SignedInUserId;
  sessionId: string;
}

/**
 * Who asks. It is `unknown` where a session is presented that could not be verified, and why: whoever it is, they are
 * not signed out.
 */
export type Visitor = ({ is: 'signed in' } & SessionInfo) | { is: 'signed out' } | { is: 'unknown'; why: Unverified };

/** Who signed this request, from its session token, without a call to Clerk. */
export async function getVisitor(): Promise<Visitor> {
  const why = readUnverified(await headers());
  if (why) return { is: 'unknown', why };
  const { userId, sessionId } = await auth();
  return userId && sessionId ? { is: 'signed in', userId: userId as SignedInUserId, sessionId } : { is: 'signed out' };
}
