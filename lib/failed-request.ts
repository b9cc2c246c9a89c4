/**
 * Why a request from a page brought no answer of this app. `unreachable`: no answer came; `interrupted`: the browser
 * ended it; `foreign`: something on the way answered in the app's place; `unreadable`: the answer is none that the page
 * knows; `unknown`: none of these, so it may be a fault of the page itself.
 */
export type FailedRequest = 'unreachable' | 'interrupted' | 'foreign' | 'unreadable' | 'unknown';

/**
 * How a failure of the network begins, in the words of each engine: no standard has more for it than `TypeError`, which
 * is also what a bug of the page throws. 412 is React's, for an answer that broke off.
 */
const networkWords = [
  'Failed to fetch', // Chromium
  'network error', // Chromium, in the middle of an answer
  'NetworkError when attempting', // Firefox
  'Error in input stream', // Firefox, in the middle of an answer
  'Load failed', // WebKit
  'The network connection was lost', // WebKit, here and below
  'The Internet connection appears to be offline',
  'Could not connect to the server',
  'A server with the specified hostname could not be found',
  'The request timed out',
  'Connection closed.',
  'Minified React error #412;',
];

/** What Next throws where an answer to a server action is not from it, and has no text that could be shown. */
const NOT_FROM_NEXT = 'An unexpected response was received from the server.';

/** Returns why a request failed, by what was thrown. What no list has is `unknown`, and never put on the network. */
export function failedRequest(error: unknown): FailedRequest {
  const { name, message } = Object(error) as { name?: unknown; message?: unknown };
  if (name === 'AbortError' || name === 'TimeoutError') return 'interrupted';
  if (networkWords.some((words) => String(message).startsWith(words))) return 'unreachable';
  return message === NOT_FROM_NEXT ? 'foreign' : 'unknown';
}
