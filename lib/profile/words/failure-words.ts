import type { ClerkFailure } from '@/lib/clerk/errors';
import type { Unverified } from '@/lib/clerk/session/unverified';
import type { Failure } from '@/lib/result';
import { message, type Message, type Text } from '@/lib/texts/text';

/** Why something failed: for a person, whether that lasts, and the technical cause. */
export type Told = Pick<Failure, 'message' | 'lasting' | 'cause'>;

/** Why Postgres could not answer. */
export type WhyNotPostgres = 'does not know it' | 'is unreachable';

/** Returns true if Clerk has no such account (404), which no retry can change. */
export const isGone = (failure: ClerkFailure): boolean => failure.kind === 'refused' && failure.status === 404;

/** Whether each reason why an account could not be read lasts, and its technical cause. The log has the details. */
const reasons: Record<Unverified, { isLasting: boolean; cause: Message }> = {
  limited: { isLasting: false, cause: message('technical.limited') },
  transient: { isLasting: false, cause: message('technical.unanswered') },
  misconfigured: { isLasting: true, cause: message('technical.wrongKey') },
  refused: { isLasting: true, cause: message('technical.forbidden') },
};

const isLimited = (failure: ClerkFailure): boolean => failure.kind === 'transient' && failure.limited === true;
const kindOf = (failure: ClerkFailure): Unverified => (isLimited(failure) ? 'limited' : failure.kind);

const told = (text: Text, kind: Unverified, cause: Text = reasons[kind].cause): Told => ({
  message: text,
  cause,
  ...(reasons[kind].isLasting && { lasting: true as const }),
});

/** Returns why a session cannot be verified, and what to do. */
export const unverified = (why: Unverified): Told => told(message('failure.unchecked', { why }), why);

/** Returns why a save failed whose session cannot be verified, and what to do. */
export const unsavedUnverified = (why: Unverified): Told => told(message('failure.unsavedUnchecked', { why }), why);

/** Returns why a profile cannot be loaded that only Clerk could provide, and what to do. */
export function unread(failure: ClerkFailure, postgres: WhyNotPostgres): Told {
  if (isGone(failure)) return { ...ACCOUNT_GONE, message: message('failure.gone') };
  const kind = kindOf(failure);
  // of two causes the lasting one is told: it is the one that somebody has to act on
  const why = postgres === 'is unreachable' && !reasons[kind].isLasting ? 'down' : kind;
  return told(message('failure.unread', { why }), kind, causeOf(kind, postgres));
}

/** Returns why a save failed that needed Clerk, and what to do. */
export function unsaved(failure: ClerkFailure, postgres: WhyNotPostgres): Told {
  const why = kindOf(failure);
  const text =
    postgres === 'is unreachable' ? message('failure.unsavedDown', { why }) : message('failure.unsaved', { why });
  return told(text, why, causeOf(why, postgres));
}

const causeOf = (kind: Unverified, postgres: WhyNotPostgres): Text =>
  postgres === 'is unreachable'
    ? message('technical.withoutBoth', { cause: reasons[kind].cause })
    : reasons[kind].cause;

/** The technical cause of what is not known because Postgres does not answer. */
export const WITHOUT_POSTGRES = { cause: message('technical.withoutPostgres') };

const ACCOUNT_GONE = { lasting: true as const, cause: message('technical.noUser') };
/** A save whose account was deleted. */
export const UNSAVED_GONE: Told = { ...ACCOUNT_GONE, message: message('failure.unsavedGone') };

/** What becomes of an edit that is not saved yet. */
const then = 'sent';

/** Returns a text as it is for a page without its script, where nothing is sent again automatically. */
export const withoutScript = (text: Text): Text =>
  typeof text === 'object' && text.args?.then === then ? { ...text, args: { ...text.args, then: 'not sent' } } : text;

/** The message for a save that has too many of the same person ahead of it. */
export const TOO_MANY_SAVES = message('failure.tooManySaves', { then });
/** The message for a save that waited too long for an earlier one of the same person. */
export const UNSAVED_BEHIND = message('failure.behind', { then });
/** The message for a save while Postgres is busy. */
export const UNSAVED_BUSY = message('failure.busy', { then });
/** The message for a save whose outcome is unknown because Postgres is busy. */
export const UNCERTAIN_BUSY = message('failure.uncertainBusy', { then });
/** The message for a read while Postgres is busy. */
export const UNREAD_BUSY = message('failure.unreadBusy');
