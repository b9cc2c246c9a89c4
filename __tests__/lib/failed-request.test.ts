import { failedRequest } from '@/lib/failed-request';

const named = (name: string, message = 'x') => Object.assign(new Error(message), { name });

it.each<[error: unknown, expected: string, what: string]>([
  [new TypeError('Failed to fetch'), 'unreachable', 'Chromium'],
  [new TypeError('network error'), 'unreachable', 'Chromium, in the middle of an answer'],
  [new TypeError('NetworkError when attempting to fetch resource.'), 'unreachable', 'Firefox'],
  [new TypeError('Error in input stream'), 'unreachable', 'Firefox, in the middle of an answer'],
  [new TypeError('Load failed'), 'unreachable', 'WebKit'],
  [new TypeError('Load failed (app.example)'), 'unreachable', 'newer WebKit'],
  [new TypeError('The network connection was lost.'), 'unreachable', 'older WebKit'],
  [new Error('Minified React error #412; visit https://react.dev/errors/412'), 'unreachable', 'a broken answer'],
  [new DOMException('The user aborted a request.', 'AbortError'), 'interrupted', 'an aborted request'],
  [new DOMException('signal timed out', 'TimeoutError'), 'interrupted', 'a deadline'],
  [new Error('An unexpected response was received from the server.'), 'foreign', 'a page of a proxy'],
  [new TypeError("Cannot read properties of undefined (reading 'x')"), 'unknown', 'a bug of the page'],
  [new ReferenceError('x is not defined'), 'unknown', 'another bug'],
  [new Error('Minified React error #185; visit https://react.dev/errors/185'), 'unknown', 'a bug that React finds'],
  [new DOMException('could not be cloned', 'DataCloneError'), 'unknown', 'what cannot be sent'],
  [new DOMException('full', 'QuotaExceededError'), 'unknown', 'a full store'],
  [named('ChunkLoadError'), 'unknown', 'a script that did not come'],
  ['a text', 'unknown', 'what is no error'],
])('“%s” is %s: %s', (error, expected, _what) => expect(failedRequest(error)).toBe(expected));
