import 'server-only';
import { auth } from '@clerk/nextjs/server';

declare const proof: unique symbol;

/** The id of the person who signed this request. Only this file makes one, so no verb can be called with an id from a client. */
export type SignedInUserId = string & { readonly [proof]: true };

/** The signed-in user's id, or null where nobody is signed in. Verified from the session token, without a call to Clerk. */
export async function getUserId(): Promise<SignedInUserId | null> {
  const { userId } = await auth();
  return userId as SignedInUserId | null;
}

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

/** The session that signed the request, or null where nobody is signed in. */
export async function getSession(): Promise<SessionInfo | null> {
  const { userId, sessionId } = await auth();
  return userId && sessionId ? { userId: userId as SignedInUserId, sessionId } : null;
}
