import type { ClerkFailure } from '@/lib/clerk/errors';
import type { Unverified } from '@/lib/clerk/session/unverified';

const GONE = 'This account no longer exists in Clerk';
const SIGN_OUT = 'Sign out, and sign in with another one.';

/** Returns true if Clerk has no such account (404), which no retry can change. */
export const isGone = (failure: ClerkFailure): boolean => failure.kind === 'refused' && failure.status === 404;

/** Why Clerk did not answer a question, as the end of a sentence, and what a person can do. The log has the details. */
const reasons: Record<Unverified, { why: string; toDo: string }> = {
  limited: { why: 'Clerk takes no more requests for the moment', toDo: 'Try again in a moment.' },
  transient: { why: 'Clerk does not answer', toDo: 'Try again in a moment.' },
  misconfigured: { why: 'this app’s key for Clerk is missing or wrong', toDo: 'Tell whoever runs this app.' },
  refused: { why: 'Clerk refuses to give it', toDo: 'Tell whoever runs this app.' },
};

const isLimited = (failure: ClerkFailure): boolean => failure.kind === 'transient' && failure.limited === true;
const reasonFor = (failure: ClerkFailure) => reasons[isLimited(failure) ? 'limited' : failure.kind];

function unverified(why: Unverified): string {
  const reason = why === 'refused' ? 'Clerk does not tell its keys' : reasons[why].why;
  return `can’t check who you are right now, because ${reason}.`;
}

/** Returns why a session cannot be verified, and what to do, in words for a person. */
export const unverifiedInWords = (why: Unverified): string => `We ${unverified(why)} ${reasons[why].toDo}`;

/** Returns why a save failed whose session cannot be verified, and what to do, in words for a person. */
export const unsavedUnverifiedInWords = (why: Unverified): string =>
  `Not saved: we ${unverified(why)}${actFor(why)} Your edit is still here.`;

/**
 * Returns why a profile cannot be loaded that only Clerk could provide, and what to do. `database` says why Postgres
 * could not.
 */
export function unreadInWords(failure: ClerkFailure, database: 'does not know it' | 'is unreachable'): string {
  if (isGone(failure)) return `${GONE}. ${SIGN_OUT}`;
  const { why, toDo } = reasonFor(failure);
  const reason = database === 'is unreachable' ? bothUnreachable(failure) : why;
  return `Your profile can’t be loaded right now, because ${reason}. ${toDo}`;
}

const bothUnreachable = (failure: ClerkFailure): string =>
  failure.kind === 'transient' && !isLimited(failure)
    ? 'neither our database nor Clerk answers'
    : `our database is unreachable and ${reasonFor(failure).why}`;

/** The message for a save whose account was deleted. */
export const UNSAVED_GONE = `${GONE}, so nothing was saved. ${SIGN_OUT}`;

const SENT_AGAIN = 'Your edit is still here and is sent again automatically.';

/** Returns a message as it is for a page without its script, where nothing is sent again automatically. */
export const withoutScript = (message: string): string =>
  message.replace(SENT_AGAIN, 'Your edit is still here: press Save once more.');

/** The message for a save that has too many of the same person ahead of it. */
export const TOO_MANY_SAVES = `Not saved yet: too many saves at once. ${SENT_AGAIN}`;
/** The message for a save that waited too long for an earlier one of the same person. */
export const UNSAVED_BEHIND = `Not saved yet: an earlier save of yours is still being made. ${SENT_AGAIN}`;
/** The message for a save while Postgres is busy. */
export const UNSAVED_BUSY = `Not saved yet: our database is busy. ${SENT_AGAIN}`;
/** The message for a save whose outcome is unknown because Postgres is busy. */
export const UNCERTAIN_BUSY = `It is not certain that this is saved: our database is busy. ${SENT_AGAIN}`;
/** The message for a read while Postgres is busy. */
export const UNREAD_BUSY =
  'Your profile can’t be loaded right now, because our database is busy. Try again in a moment.';

/**
 * Returns why a save failed that needed Clerk, and what to do. `database` says why: Postgres is unreachable, or has no
 * row for the user.
 */
export function unsavedInWords(failure: ClerkFailure, database: 'does not know it' | 'is unreachable'): string {
  const { why } = reasonFor(failure);
  const what =
    database === 'is unreachable' ? bothUnreachable(failure) : `your profile could not be loaded, because ${why}`;
  return `Not saved: ${what}.${actFor(failure.kind)} Your edit is still here.`;
}

/** Returns what to do about a failed save, as a sentence: none if the failure is temporary, for the browser retries. */
function actFor(kind: Unverified): string {
  return kind === 'transient' || kind === 'limited' ? '' : ` ${reasons[kind].toDo}`;
}
