import type { ClerkFailure } from '@/lib/clerk/errors';
import type { Unverified } from '@/lib/clerk/session/unverified';
import type { Failure } from '@/lib/result';

/** Why something failed: in words for a person, whether that lasts, and the technical cause. */
export type Told = Pick<Failure, 'message' | 'lasting' | 'cause'>;

/** Why Postgres could not answer. */
export type WhyNotPostgres = 'does not know it' | 'is unreachable';

const GONE = 'This account no longer exists';
const SIGN_OUT = 'Sign out, and sign in with another one.';
const TELL = 'Tell whoever runs this app.';
const AGAIN = 'Try again in a moment.';
const KEPT = 'Your edit is still here.';

/** Returns true if Clerk has no such account (404), which no retry can change. */
export const isGone = (failure: ClerkFailure): boolean => failure.kind === 'refused' && failure.status === 404;

/** Why an account could not be read, as the end of a sentence, and what a person can do. The log has the details. */
const reasons: Record<Unverified, { why: string; toDo: string; isLasting: boolean; cause: string }> = {
  limited: {
    why: 'too many people are using it at once',
    toDo: AGAIN,
    isLasting: false,
    cause: 'Clerk takes no more requests for the moment (429)',
  },
  transient: { why: 'your account can’t be reached', toDo: AGAIN, isLasting: false, cause: 'Clerk does not answer' },
  misconfigured: {
    why: 'this app is set up wrongly',
    toDo: TELL,
    isLasting: true,
    cause: 'the key for Clerk is missing or wrong',
  },
  refused: { why: 'this app may not ask for it', toDo: TELL, isLasting: true, cause: 'Clerk refuses it' },
};

const isLimited = (failure: ClerkFailure): boolean => failure.kind === 'transient' && failure.limited === true;
const kindOf = (failure: ClerkFailure): Unverified => (isLimited(failure) ? 'limited' : failure.kind);

const told = (message: string, kind: Unverified, cause = reasons[kind].cause): Told => ({
  message,
  cause,
  ...(reasons[kind].isLasting && { lasting: true as const }),
});

/** "right now" is only said of what passes. */
const now = (kind: Unverified): string => (reasons[kind].isLasting ? '' : ' right now');

const unchecked = (why: Unverified): string =>
  `can’t check who you are${now(why)}, because ${why === 'refused' ? 'this app is set up wrongly' : reasons[why].why}.`;

/** Returns why a session cannot be verified, and what to do. */
export const unverified = (why: Unverified): Told => told(`We ${unchecked(why)} ${reasons[why].toDo}`, why);

/** The words of that alone. */
export const unverifiedInWords = (why: Unverified): string => unverified(why).message;

/** Returns why a save failed whose session cannot be verified, and what to do. */
export const unsavedUnverified = (why: Unverified): Told =>
  told(`Not saved: we ${unchecked(why)}${actFor(why)} ${KEPT}`, why);

/** Returns why a profile cannot be loaded that only Clerk could provide, and what to do. */
export function unread(failure: ClerkFailure, postgres: WhyNotPostgres): Told {
  if (isGone(failure)) return { ...ACCOUNT_GONE, message: `${GONE}. ${SIGN_OUT}` };
  const kind = kindOf(failure);
  const reason = whyBoth(kind, postgres);
  const message = `Your profile can’t be loaded${now(kind)}, because ${reason}. ${reasons[kind].toDo}`;
  return told(message, kind, causeOf(kind, postgres));
}

/** Returns why a save failed that needed Clerk, and what to do. */
export function unsaved(failure: ClerkFailure, postgres: WhyNotPostgres): Told {
  const kind = kindOf(failure);
  const what =
    postgres === 'is unreachable'
      ? whyBoth(kind, postgres)
      : `your profile could not be loaded, because ${whyOf(kind)}`;
  return told(`Not saved: ${what}.${actFor(kind)} ${KEPT}`, kind, causeOf(kind, postgres));
}

const whyOf = (kind: Unverified): string => reasons[kind].why;

/** Of two causes the lasting one is told: it is the one that somebody has to act on. */
const whyBoth = (kind: Unverified, postgres: WhyNotPostgres): string =>
  postgres === 'is unreachable' && !reasons[kind].isLasting ? 'most of this app is down' : whyOf(kind);

const causeOf = (kind: Unverified, postgres: WhyNotPostgres): string =>
  postgres === 'is unreachable' ? `${WITHOUT_POSTGRES.cause}; ${reasons[kind].cause}` : reasons[kind].cause;

/** The technical cause of what is not known because Postgres does not answer. */
export const WITHOUT_POSTGRES = { cause: 'Postgres is unreachable' };

const ACCOUNT_GONE = { lasting: true as const, cause: 'Clerk has no such user (404)' };
/** A save whose account was deleted. */
export const UNSAVED_GONE: Told = { ...ACCOUNT_GONE, message: `${GONE}, so nothing was saved. ${SIGN_OUT}` };

const SENT_AGAIN = 'Your edit is still here and is sent again automatically.';

/** Returns a message as it is for a page without its script, where nothing is sent again automatically. */
export const withoutScript = (message: string): string =>
  message.replace(SENT_AGAIN, 'Your edit is still here: press Save once more.');

/** The message for a save that has too many of the same person ahead of it. */
export const TOO_MANY_SAVES = `Not saved yet: too many saves at once. ${SENT_AGAIN}`;
/** The message for a save that waited too long for an earlier one of the same person. */
export const UNSAVED_BEHIND = `Not saved yet: an earlier save of yours is still being made. ${SENT_AGAIN}`;
/** The message for a save while Postgres is busy. */
export const UNSAVED_BUSY = `Not saved yet: this app is busy. ${SENT_AGAIN}`;
/** The message for a save whose outcome is unknown because Postgres is busy. */
export const UNCERTAIN_BUSY = `It is not certain that this is saved: this app is busy. ${SENT_AGAIN}`;
/** The message for a read while Postgres is busy. */
export const UNREAD_BUSY = 'Your profile can’t be loaded right now, because this app is busy. Try again in a moment.';

/** Returns what to do about a failed save, as a sentence: none if the failure is temporary, for the browser retries. */
const actFor = (kind: Unverified): string => (reasons[kind].isLasting ? ` ${reasons[kind].toDo}` : '');
