import { fullJitterMs } from '@/lib/full-jitter';

/** The state of the connection to the server. `none`: nothing arrives on it, and polls take its place. */
export type LiveState = 'connecting' | 'live' | 'reconnecting' | 'closed' | 'none';

/** What the stream brings: the profile has a version, it is to be read, or the state of the stream. */
export type LiveMessage =
  { kind: 'version'; version: string } | { kind: 'check' } | { kind: 'state'; state: LiveState };

/** After how long without an event the connection counts as dead, in ms: two of the server's beats, and some. */
export const SILENT_MS = 45_000;
/**
 * After how long without a first event there is no stream, in ms. The server sends one at once, so a proxy holds them
 * back: that the connection is open proves nothing.
 */
export const FIRST_EVENT_MS = 10_000;
const MIN_PAUSE_MS = 500;
const MAX_PAUSE_MS = 30_000;

/**
 * Holds the stream open until `signal`, and returns once that is over. `known` returns the latest version announced.
 * Where the browser has no streams it only says so.
 */
export function streamUntil(
  signal: AbortSignal,
  publish: (message: LiveMessage) => void,
  known: () => string | null,
): Promise<void> {
  return new Promise((resolve) => {
    let source: EventSource | undefined;
    let failures = 0;
    let isHeldBack = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const tell = (state: LiveState) => publish({ kind: 'state', state });

    const reconnect = (inMs: number) => {
      source?.close();
      clearTimeout(timer);
      timer = setTimeout(connect, inMs);
    };
    const watch = (forMs: number, onSilence: () => void) => {
      clearTimeout(timer);
      timer = setTimeout(onSilence, forMs);
    };
    const lost = () => {
      tell(isHeldBack ? 'none' : 'reconnecting');
      failures += 1;
      reconnect(MIN_PAUSE_MS + fullJitterMs(failures, MIN_PAUSE_MS, MAX_PAUSE_MS, Math.random()));
    };
    const heldBack = () => {
      isHeldBack = true;
      tell('none');
      watch(FIRST_EVENT_MS, lost); // it may only be slow
    };
    const onEvent = () => {
      failures = 0;
      isHeldBack = false;
      tell('live');
      watch(SILENT_MS, lost);
    };
    const finish = () => {
      source?.close();
      clearTimeout(timer);
      window.removeEventListener('online', now);
      resolve();
    };
    const now = () => reconnect(0);

    function connect() {
      const version = known();
      try {
        source = new EventSource(`/api/profile/live${version === null ? '' : `?known=${encodeURIComponent(version)}`}`);
      } catch {
        return tell('none'); // the browser has none, or refuses it: no other tab of it could do better
      }
      watch(FIRST_EVENT_MS, heldBack);
      source.onerror = lost; // its own reconnecting has no back-off
      source.addEventListener('version', ({ data }: MessageEvent<string>) => {
        onEvent();
        publish({ kind: 'version', version: data });
      });
      source.addEventListener('check', () => {
        onEvent();
        publish({ kind: 'check' });
      });
      source.addEventListener('beat', onEvent);
      // the server ends: another process takes over
      source.addEventListener('again', () => reconnect(Math.random() * MIN_PAUSE_MS));
      source.addEventListener('over', () => {
        tell('closed');
        publish({ kind: 'check' }); // its answer says why
        reconnect(MAX_PAUSE_MS); // by then somebody may have signed in again
      });
    }
    signal.addEventListener('abort', finish, { once: true });
    window.addEventListener('online', now);
    connect();
  });
}
