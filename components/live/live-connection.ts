import { fullJitterMs } from '@/lib/full-jitter';

/** The state of the connection to the server. `none`: this browser can have none, and polls take its place. */
export type LiveState = 'connecting' | 'live' | 'reconnecting' | 'closed' | 'none';

/** What is called while a page is open. */
export interface LiveHandlers {
  /** the profile has this version now */
  onVersion: (version: string) => void;
  /** a version may have been missed, or the session is over: read the profile */
  onCheck: () => void;
  onState: (state: LiveState) => void;
}

type Message =
  { kind: 'version'; version: string } | { kind: 'check' } | { kind: 'state'; state: LiveState } | { kind: 'hello' };

/** After how long without an event the connection counts as dead, in ms: two of the server's beats, and some. */
const SILENT_MS = 45_000;
const MIN_PAUSE_MS = 500;
const MAX_PAUSE_MS = 30_000;

/**
 * Follows a user's profile versions, on one stream for all tabs of a browser. Returns what ends that. The tab that
 * holds the lock has the stream, and notifies the others. When it closes, the browser hands the lock to the next tab.
 */
export function connectLive(userId: string, { onVersion, onCheck, onState }: LiveHandlers): () => void {
  const ended = new AbortController();
  const channel = new BroadcastChannel(`perdure:${userId}`);
  let last: { state: LiveState; version: string | null } = { state: 'connecting', version: null };
  let leading = false;

  const receive = (message: Message) => {
    if (message.kind === 'version') last = { ...last, version: message.version };
    if (message.kind === 'state') last = { ...last, state: message.state };
    if (message.kind === 'version') onVersion(message.version);
    else if (message.kind === 'check') onCheck();
    else if (message.kind === 'state') onState(message.state);
  };
  const publish = (message: Message) => {
    receive(message);
    channel.postMessage(message);
  };
  channel.onmessage = ({ data }: MessageEvent<Message>) => {
    if (data.kind !== 'hello') return receive(data);
    if (!leading) return;
    channel.postMessage({ kind: 'state', state: last.state } satisfies Message);
    if (last.version !== null) channel.postMessage({ kind: 'version', version: last.version } satisfies Message);
  };

  const lead = () => {
    leading = true;
    return streamUntil(ended.signal, publish, () => last.version);
  };
  channel.postMessage({ kind: 'hello' } satisfies Message);
  // Locks exist only where the page came encrypted, or from this machine. Elsewhere a stream for each tab would take
  // all of the browser's six connections, and no further tab could load.
  if (!navigator.locks) onState('none');
  navigator.locks?.request(`perdure:${userId}`, { signal: ended.signal }, lead).catch((error: unknown) => {
    if (!ended.signal.aborted) throw error;
  });

  return () => {
    ended.abort();
    channel.close();
  };
}

/** Holds the stream open until `signal`. `known` returns the latest version announced. */
function streamUntil(
  signal: AbortSignal,
  publish: (message: Message) => void,
  known: () => string | null,
): Promise<void> {
  return new Promise((resolve) => {
    let source: EventSource | undefined;
    let failures = 0;
    let timer: ReturnType<typeof setTimeout> | undefined;

    const reconnect = (inMs: number) => {
      source?.close();
      clearTimeout(timer);
      timer = setTimeout(connect, inMs);
    };
    const watch = () => {
      clearTimeout(timer);
      timer = setTimeout(() => lost(), SILENT_MS);
    };
    const lost = () => {
      publish({ kind: 'state', state: 'reconnecting' });
      failures += 1;
      reconnect(MIN_PAUSE_MS + fullJitterMs(failures, MIN_PAUSE_MS, MAX_PAUSE_MS, Math.random()));
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
      source = new EventSource(`/api/profile/live${version === null ? '' : `?known=${encodeURIComponent(version)}`}`);
      watch();
      source.onopen = () => {
        failures = 0;
        publish({ kind: 'state', state: 'live' });
        watch();
      };
      source.onerror = lost; // its own reconnecting has no back-off
      source.addEventListener('version', ({ data }: MessageEvent<string>) => {
        watch();
        publish({ kind: 'version', version: data });
      });
      source.addEventListener('check', () => {
        watch();
        publish({ kind: 'check' });
      });
      source.addEventListener('beat', watch);
      // the server ends: another process takes over
      source.addEventListener('again', () => reconnect(Math.random() * MIN_PAUSE_MS));
      source.addEventListener('over', () => {
        publish({ kind: 'state', state: 'closed' });
        publish({ kind: 'check' }); // its answer says why
        reconnect(MAX_PAUSE_MS); // by then somebody may have signed in again
      });
    }
    signal.addEventListener('abort', finish, { once: true });
    window.addEventListener('online', now);
    connect();
  });
}
