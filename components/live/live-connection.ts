import { requestLock } from '@/lib/request-lock';
import { openTabChannel } from '@/components/browser/tab-channel';
import { FIRST_EVENT_MS, SILENT_MS, streamUntil, type LiveMessage, type LiveState } from './event-stream';

/** What is called while a page is open. */
export interface LiveHandlers {
  /** the profile has this version now */
  onVersion: (version: string) => void;
  /** a version may have been missed, or the session is over: read the profile */
  onCheck: () => void;
  onState: (state: LiveState) => void;
}

/** How much longer than the tab that has the stream another one waits, in ms: that tab's own words come first. */
const GRACE_MS = 5_000;

type Message = LiveMessage | { kind: 'hello' };

/**
 * Follows a user's profile versions, on one stream for all tabs of a browser. Returns what ends that. The tab that
 * holds the lock has the stream, and notifies the others. When it closes, the browser hands the lock to the next tab.
 * Where nothing is heard, from the stream or from the tab that has it, the state is `none`.
 */
export function connectLive(userId: string, { onVersion, onCheck, onState }: LiveHandlers): () => void {
  const ended = new AbortController();
  let last: { state: LiveState; version: string | null } = { state: 'connecting', version: null };
  let leading = false;
  let silence: ReturnType<typeof setTimeout> | undefined;

  const receive = (message: LiveMessage) => {
    if (message.kind === 'version') last = { ...last, version: message.version };
    if (message.kind === 'state') last = { ...last, state: message.state };
    expectMore();
    if (message.kind === 'version') onVersion(message.version);
    else if (message.kind === 'check') onCheck();
    else onState(message.state);
  };
  const haveNone = () => receive({ kind: 'state', state: 'none' });
  /** The tab that has the stream can be stopped, and messages between tabs can be lost. */
  const expectMore = () => {
    clearTimeout(silence);
    if (last.state === 'connecting') silence = setTimeout(haveNone, FIRST_EVENT_MS);
    if (last.state === 'live') silence = setTimeout(haveNone, SILENT_MS + GRACE_MS);
  };
  const channel = openTabChannel<Message>(`perdure:${userId}`, (message) => {
    if (message.kind !== 'hello') return receive(message);
    if (!leading) return;
    channel.post({ kind: 'state', state: last.state });
    if (last.version !== null) channel.post({ kind: 'version', version: last.version });
  });
  const publish = (message: LiveMessage) => {
    receive(message);
    channel.post(message);
  };

  const lead = () => {
    leading = true;
    return streamUntil(ended.signal, publish, () => last.version);
  };
  expectMore();
  channel.post({ kind: 'hello' });
  // Locks exist only where the page came encrypted, or from this machine. Elsewhere a stream for each tab would take
  // all of the browser's six connections, and no further tab could load.
  requestLock(`perdure:${userId}`, { signal: ended.signal }, lead).catch(() => {
    if (!ended.signal.aborted) haveNone();
  });

  return () => {
    ended.abort();
    clearTimeout(silence);
    channel.close();
  };
}
