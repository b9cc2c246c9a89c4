const UNCERTAIN = 'It is not certain that this is saved: part of this app is down';
const KEPT = 'Your edit is still here.';
const ALL_KEPT = 'All of your edit is still here.';

/** The message for a retry whose first attempt may be in Postgres, which is unreachable. */
export const UNCERTAIN_RETRY = `${UNCERTAIN}. ${KEPT}`;
/** The message for a direct save whose fields something else kept changing. */
export const UNCERTAIN_CHANGED = `${UNCERTAIN}, and something else changes your name all the time. ${KEPT}`;
/** The message for a direct save whose outcome is unknown. */
export const UNCERTAIN_UNANSWERED = `${UNCERTAIN}, and your account did not answer in time. ${KEPT}`;
/** The message for a direct save that is in Clerk without its entry in the direct-save log. */
export const UNCERTAIN_UNCONFIRMED = `${UNCERTAIN}, and your account has not confirmed all of it. ${KEPT}`;
/** The message for a direct save of which some fields are in Clerk, and others certainly not. */
export const PARTLY_SAVED = `Only part of this is saved, since part of this app is down. ${ALL_KEPT}`;
/** The message for a direct save that Clerk refuses without naming a field. */
export const UNSAVED_UNNAMED = `Not saved: one of these fields was not accepted, and it is not known which. ${KEPT}`;
/** The message for a direct save of which Clerk refused every field. */
export const UNSAVED_REFUSED = 'This was not accepted, so it is not saved.';
/** The message for a save of a field that only Postgres keeps. */
export const UNSAVED_WAITING = `Not saved yet: a part of this app that keeps some of it is down. ${KEPT}`;
