import type { ClerkFailure } from '@/lib/clerk/errors';
import type { Unverified } from '@/lib/clerk/session/unverified';

const GONE = 'This account no longer exists in Clerk';
const SIGN_OUT = 'Sign out, and sign in with another one.';

/** True where Clerk says that there is no such account: nothing that a later try could change. */
export const isGone = (failure: ClerkFailure): boolean => failure.kind === 'refused' && failure.status === 404;

/** Why Clerk told nothing, as the end of a sentence, and what a person can do; the log knows more. */
const reasons: Record<Unverified, { why: string; toDo: string }> = {
  limited: { why: 'Clerk takes no more requests for the moment', toDo: 'Try again in a moment.' },
  transient: { why: 'Clerk does not answer', toDo: 'Try again in a moment.' },
  misconfigured: { why: 'this app’s key for Clerk is missing or wrong', toDo: 'Tell whoever runs this app.' },
  refused: { why: 'Clerk refuses to give it', toDo: 'Tell whoever runs this app.' },
};

const isLimited = (failure: ClerkFailure): boolean => failure.kind === 'transient' && failure.limited === true;
const reasonFor = (failure: ClerkFailure) => reasons[isLimited(failure) ? 'limited' : failure.kind];

const unverified = (why: Unverified): string =>
  `can’t check who you are right now, because ${why === 'refused' ? 'Clerk does not tell its keys' : reasons[why].why}.`;

/** Why it cannot be known who asks, although they present a session, and what to do. */
export const unverifiedInWords = (why: Unverified): string => `We ${unverified(why)} ${reasons[why].toDo}`;

/** Why a save is not made for now, since it cannot be known whose it is, and what to do. */
export const unsavedUnverifiedInWords = (why: Unverified): string =>
  `Not saved: we ${unverified(why)}${actFor(why)} Your edit is still here.`;

/** Why a profile cannot be loaded that only Clerk could tell, and what to do. */
export function unreadInWords(failure: ClerkFailure, database: 'does not know it' | 'is unreachable'): string {
  if (isGone(failure)) return `${GONE}. ${SIGN_OUT}`;
  const { why, toDo } = reasonFor(failure);
  return `Your profile can’t be loaded right now, because ${database === 'is unreachable' ? bothAway(failure) : why}. ${toDo}`;
}

const bothAway = (failure: ClerkFailure): string =>
  failure.kind === 'transient' && !isLimited(failure)
    ? 'neither our database nor Clerk answers'
    : `our database is unreachable and ${reasonFor(failure).why}`;

/** Said where a save has no account any more to belong to. */
export const UNSAVED_GONE = `${GONE}, so nothing was saved. ${SIGN_OUT}`;

const SENT_AGAIN = 'Your edit is still here and is sent again automatically.';

/** Why a save is not made, as it is said where no script is there to send it again. */
export const withoutScript = (message: string): string =>
  message.replace(SENT_AGAIN, 'Your edit is still here: press Save once more.');

/** Said where a person's saves come faster than they can be made. */
export const TOO_MANY_SAVES = `Not saved yet: too many saves at once. ${SENT_AGAIN}`;
/** Said where an earlier save of the same person takes so long that this one is not made. */
export const UNSAVED_BEHIND = `Not saved yet: an earlier save of yours is still being made. ${SENT_AGAIN}`;
/** Said where Postgres is there and has no time for a save. */
export const UNSAVED_BUSY = `Not saved yet: our database is busy. ${SENT_AGAIN}`;
/** Said where Postgres is there, and did not tell in time what became of a save. */
export const UNSURE_BUSY = `It is not certain that this is saved: our database is busy. ${SENT_AGAIN}`;
/** Said where Postgres is there and has no time for a read. */
export const UNREAD_BUSY =
  'Your profile can’t be loaded right now, because our database is busy. Try again in a moment.';

/**
 * Why a save is not made for now that only Clerk could take, or whose profile only Clerk could tell, and what to do.
 */
export function unsavedInWords(failure: ClerkFailure, database: 'does not know it' | 'is unreachable'): string {
  const { why } = reasonFor(failure);
  const what = database === 'is unreachable' ? bothAway(failure) : `your profile could not be loaded, because ${why}`;
  return `Not saved: ${what}.${actFor(failure.kind)} Your edit is still here.`;
}

/**
 * What to do about a save that is not made: nothing where the reason is of the moment, since it is sent again by
 * itself.
 */
function actFor(kind: Unverified): string {
  return kind === 'transient' || kind === 'limited' ? '' : ` ${reasons[kind].toDo}`;
}
