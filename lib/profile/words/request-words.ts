import type { FailedRequest } from '@/lib/failed-request';

const AGAIN = 'Your edit is still here and is sent again automatically.';
const FOREIGN = 'what answered is not this app. A Wi-Fi that wants you to sign in, or a filter, can be why';

/** Why a save is not saved yet, where no answer of the app came. */
export const UNSENT: Record<FailedRequest, string> = {
  unreachable: 'Not saved yet: the server can’t be reached. Your edit is still here.',
  interrupted: `Not saved yet: the browser broke off the sending. ${AGAIN}`,
  foreign: `Not saved yet: ${FOREIGN}. ${AGAIN}`,
  unreadable: `It is not certain that this is saved: the answer makes no sense to this page. ${AGAIN}`,
  unknown: `Not saved yet: this page could not send it, for a reason it does not know. ${AGAIN}`,
};

/** The message for a save where the app leads elsewhere instead of answering, as where a session is over. */
export const UNSENT_LED_ELSEWHERE = `Not saved yet: you may have to sign in again. ${AGAIN}`;

/** The message for a save from a page that an update of the app has outdated. */
export const UNSENT_OUTDATED =
  'Not saved yet: this app was updated meanwhile. Reload the page and it is sent; your edit is kept.';

const UNLOADED = 'Your profile can’t be loaded right now';

/** Why a profile cannot be shown, where no answer of the app came. */
export const UNREAD: Record<FailedRequest, string> = {
  unreachable: `${UNLOADED}: the server can’t be reached. Try again in a moment.`,
  interrupted: `${UNLOADED}: the browser broke off the loading. Try again.`,
  foreign: `${UNLOADED}: ${FOREIGN}. Try again once you have seen to that.`,
  unreadable: `${UNLOADED}: the answer makes no sense to this page. Reload the page.`,
  unknown: `${UNLOADED}, for a reason this page does not know. Reload the page.`,
};

const FAULT = 'Something on this page went wrong, so what you just did may not have happened.';

/** Returns what to say of a fault of the page itself. `kept`: this browser keeps what is typed. */
export const faultInWords = (kept: boolean): string =>
  kept
    ? `${FAULT} What you typed is kept in this browser: reload the page and try again.`
    : `${FAULT} This browser keeps nothing: what you typed is only here, so copy it before you reload the page.`;
