const UNREACHABLE = 'our database is unreachable';
const UNCERTAIN = `It is not certain that this is saved: ${UNREACHABLE}`;
const KEPT = 'Your edit is still here.';
const ALL_KEPT = 'All of your edit is still here.';

/** The message for a retry whose first attempt may be in Postgres, which is unreachable. */
export const UNCERTAIN_RETRY = `${UNCERTAIN}. ${KEPT}`;
/** The message for a direct save whose fields something else kept changing. */
export const UNCERTAIN_CHANGED = `${UNCERTAIN}, and your name is changed in Clerk all the time. ${KEPT}`;
/** The message for a direct save whose outcome is unknown. */
export const UNCERTAIN_UNANSWERED = `${UNCERTAIN}, and Clerk did not answer in time. ${KEPT}`;
/** The message for a direct save that is in Clerk without its entry in the direct-save log. */
export const UNCERTAIN_UNCONFIRMED = `${UNCERTAIN}, and Clerk has not confirmed all of it. ${KEPT}`;
/** The message for a direct save of which some fields are in Clerk, and others certainly not. */
export const PARTLY_SAVED = `Only part of this is saved: ${UNREACHABLE}, and Clerk did not take the rest. ${ALL_KEPT}`;
/** The message for a direct save that Clerk refuses without naming a field. */
export const UNSAVED_UNNAMED = `Not saved: ${UNREACHABLE}, and Clerk does not say which field it refuses. ${KEPT}`;
/** The message for a direct save of which Clerk refused every field. */
export const UNSAVED_REFUSED = 'Clerk refused this, so it is not saved.';
