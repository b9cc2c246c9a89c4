/** The headers of a stream. A connection that were kept would hold the process up at its end, long after its stream. */
export const streamHeaders = {
  'content-type': 'text/event-stream',
  'cache-control': 'no-cache, no-transform',
  'x-accel-buffering': 'no',
  connection: 'close',
};

/** The version that a browser says it heard of last; null where it says none. */
export const knownTo = (request: Request): string | null =>
  request.headers.get('last-event-id') ?? new URL(request.url).searchParams.get('known');
