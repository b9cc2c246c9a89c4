import { fullJitterMs } from '@/lib/full-jitter';

/** What the connection to the server is good for now; `none` where this browser can have none, and polls stand in. */
export type LiveState = 'connecting' | 'live' | 'reconnecting' | 'closed' | 'none';

/** What is heard of the profile while a page is open. */
export interface LiveHandlers {
  /** the profile has this version now */
  onVersion: (version: string) => void;
  /** something may have been missed, or is over: ask */
  onCheck: () => void;
  onState: (state: LiveState) => void;
}

type Message =
  { kind: 'version'; version: string } | { kind: 'check' } | { kind: 'state'; state: LiveState } | { kind: 'hello' };

/** No event for so long, and the connection counts as dead, in ms: two of the server's beats, and some. */
const SILENT_MS = 45_000;
const SOONEST_MS = 500;
const LATEST_MS = 30_000;

/**
 * Keeps up with a profile's versions, on one stream for all of a browser's tabs: the tab that holds the lock has it,
 * and tells the others. The browser gives the lock to the next tab when that one closes. `name` is the same in all tabs
 * of one person, and only there. Gives what ends it.
 */
export function connectLive(name: string, { onVersion, onCheck, onState }: LiveHandlers): () => void {
  const ended = new AbortController();
  const channel = new BroadcastChannel(`perdure:${name}`);
  let last: { state: LiveState; version: string | null } = { state: 'connecting', version: null };
  let leading = false;

  const hear = (message: Message) => {
    if (message.kind === 'version') last = { ...last, version: message.version };
    if (message.kind === 'state') last = { ...last, state: message.state };
    if (message.kind === 'version') onVersion(message.version);
    else if (message.kind === 'check') onCheck();
    else if (message.kind === 'state') onState(message.state);
  };
  const tell = (message: Message) => {
    hear(message);
    channel.postMessage(message);
  };
  channel.onmessage = ({ data }: MessageEvent<Message>) => {
    if (data.kind !== 'hello') return hear(data);
    if (!leading) return;
    channel.postMessage({ kind: 'state', state: last.state } satisfies Message);
    if (last.version !== null) channel.postMessage({ kind: 'version', version: last.version } satisfies Message);
  };

  const lead = () => {
    leading = true;
    return streamUntil(ended.signal, tell, () => last.version);
  };
  channel.postMessage({ kind: 'hello' } satisfies Message);
  // Locks exist only where the page came encrypted, or from this machine. Elsewhere a stream for each tab would take
  // all of the browser's six connections, and no further tab could load.
  if (!navigator.locks) onState('none');
  navigator.locks?.request(`perdure:${name}`, { signal: ended.signal }, lead).catch((error: unknown) => {
    if (!ended.signal.aborted) throw error;
  });

  return () => {
    ended.abort();
    channel.close();
  };
}

/** Holds the stream open until `signal`. `known` gives the version heard of last. */
function streamUntil(signal: AbortSignal, tell: (message: Message) => void, known: () => string | null): Promise<void> {
  return new Promise((resolve) => {
    let source: EventSource | undefined;
    let failures = 0;
    let timer: ReturnType<typeof setTimeout> | undefined;

    const again = (inMs: number) => {
      source?.close();
      clearTimeout(timer);
      timer = setTimeout(connect, inMs);
    };
    const watch = () => {
      clearTimeout(timer);
      timer = setTimeout(() => lost(), SILENT_MS);
    };
    const lost = () => {
      tell({ kind: 'state', state: 'reconnecting' });
      failures += 1;
      again(SOONEST_MS + fullJitterMs(failures, SOONEST_MS, LATEST_MS, Math.random()));
    };
    const finish = () => {
      source?.close();
      clearTimeout(timer);
      window.removeEventListener('online', now);
      resolve();
    };
    const now = () => again(0);

    function connect() {
      const version = known();
      source = new EventSource(`/api/profile/live${version === null ? '' : `?known=${encodeURIComponent(version)}`}`);
      watch();
      source.onopen = () => {
        failures = 0;
        tell({ kind: 'state', state: 'live' });
        watch();
      };
      source.onerror = lost; // its own way to connect again knows no back-off
      source.addEventListener('version', ({ data }: MessageEvent<string>) => {
        watch();
        tell({ kind: 'version', version: data });
      });
      source.addEventListener('check', () => {
        watch();
        tell({ kind: 'check' });
      });
      source.addEventListener('beat', watch);
      // the server ends: another process takes over
      source.addEventListener('again', () => again(Math.random() * SOONEST_MS));
      source.addEventListener('over', () => {
        tell({ kind: 'state', state: 'closed' });
        tell({ kind: 'check' }); // its answer says why
        again(LATEST_MS); // by then somebody may have signed in again
      });
    }
    signal.addEventListener('abort', finish, { once: true });
    window.addEventListener('online', now);
    connect();
  });
}
