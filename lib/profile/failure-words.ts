import type { ClerkFailure } from '@/lib/clerk/errors';

const GONE = 'This account no longer exists in Clerk';
const SIGN_OUT = 'Sign out, and sign in with another one.';
const isGone = (failure: ClerkFailure): boolean => failure.kind === 'refused' && failure.status === 404;

/** Why Clerk told nothing, as the end of a sentence, and what a person can do; the log knows more. */
const reasons: Record<ClerkFailure['kind'], { why: string; toDo: string }> = {
  transient: { why: 'Clerk does not answer', toDo: 'Try again in a moment.' },
  misconfigured: { why: 'this app’s key for Clerk is missing or wrong', toDo: 'Tell whoever runs this app.' },
  refused: { why: 'Clerk refuses to give it', toDo: 'Tell whoever runs this app.' },
};

/** Why a profile cannot be loaded that only Clerk could tell, and what to do. */
export function unreadInWords(failure: ClerkFailure, database: 'does not know it' | 'is away'): string {
  if (isGone(failure)) return `${GONE}. ${SIGN_OUT}`;
  const { why, toDo } = reasons[failure.kind];
  const both = failure.kind === 'transient' ? 'neither our database nor Clerk answers' : `our database is away and ${why}`;
  return `Your profile can’t be loaded right now, because ${database === 'is away' ? both : why}. ${toDo}`;
}
