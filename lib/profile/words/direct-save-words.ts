import { message } from '@/lib/texts/text';

/** The message for a retry whose first attempt may be in Postgres, which is unreachable. */
export const UNCERTAIN_RETRY = message('failure.uncertainRetry');
/** The message for a direct save whose fields something else kept changing. */
export const UNCERTAIN_CHANGED = message('failure.uncertainChanged');
/** The message for a direct save whose outcome is unknown. */
export const UNCERTAIN_UNANSWERED = message('failure.uncertainUnanswered');
/** The message for a direct save that is in Clerk without its entry in the direct-save log. */
export const UNCERTAIN_UNCONFIRMED = message('failure.uncertainUnconfirmed');
/** The message for a direct save of which some fields are in Clerk, and others certainly not. */
export const PARTLY_SAVED = message('failure.partly');
/** The message for a direct save that Clerk refuses without naming a field. */
export const UNSAVED_UNNAMED = message('failure.unnamed');
/** The message for a direct save of which Clerk refused every field. */
export const UNSAVED_REFUSED = message('failure.refused');
/** The message for a save of a field that only Postgres keeps. */
export const UNSAVED_WAITING = message('failure.mirrorDown');
