/** The headers of a stream. `connection: close`: an idle keep-alive socket would delay shutdown. */
export const streamHeaders = {
  'content-type': 'text/event-stream',
  'cache-control': 'no-cache, no-transform',
  'x-accel-buffering': 'no',
  connection: 'close',
};

/** Returns the version that a browser received last, by its own account; null if it names none. */
export const lastVersionOf = (request: Request): string | null =>
  request.headers.get('last-event-id') ?? new URL(request.url).searchParams.get('known');
