import type { FailedRequest } from '@/lib/failed-request';
import { message, type Message } from '@/lib/texts/text';

/** Why a save is not saved yet, where no answer of the app came. */
export const UNSENT: Record<FailedRequest, Message> = {
  unreachable: message('request.unsentUnreachable'),
  interrupted: message('request.unsentInterrupted'),
  foreign: message('request.unsentForeign'),
  unreadable: message('request.unsentUnreadable'),
  unknown: message('request.unsentUnknown'),
};

/** The message for a save where the app leads elsewhere instead of answering, as where a session is over. */
export const UNSENT_LED_ELSEWHERE = message('request.unsentLedElsewhere');

/** The message for a save from a page that an update of the app has outdated. */
export const UNSENT_OUTDATED = message('request.unsentOutdated');

/** Why a profile cannot be shown, where no answer of the app came. */
export const UNREAD: Record<FailedRequest, Message> = {
  unreachable: message('request.unreadUnreachable'),
  interrupted: message('request.unreadInterrupted'),
  foreign: message('request.unreadForeign'),
  unreadable: message('request.unreadUnreadable'),
  unknown: message('request.unreadUnknown'),
};
