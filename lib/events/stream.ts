import 'server-only';
import { startLoop, type Loop } from '@/lib/loop';
import { singleton } from '@/lib/singleton';
import type { LiveEvent } from './event';
import { subscribe } from './subscribe';

/** After how long without an event a heartbeat is sent, in ms: the browser and proxies see that the stream lives. */
const HEARTBEAT_MS = 20_000;
/** How long a stream lives at most, in ms; up to a tenth less at random, so that not all reconnect at once. */
const LONGEST_LIFE_MS = 10 * 60_000;
/**
 * When all browsers of a process must read at once, they are spread at random: over so much for each stream, in ms, and
 * over no more than a poll takes anyway.
 */
const SPREAD_MS = 20;
const LONGEST_SPREAD_MS = 30_000;
/** The shortest wait of a browser before it reconnects, in ms; up to twice that at random. */
const RECONNECT_MS = 500;
/** How often the streams are checked for a heartbeat or their end, in ms. */
const TICK_MS = 1_000;

/** Where a stream is written to: the answer to one browser. */
export interface StreamSink {
  /** Returns false if the browser does not keep up: its stream is then closed, since it will reconnect anyway. */
  write(text: string): boolean;
  /** Ends the answer. */
  end(): void;
}

const open = singleton('streams', () => ({
  streams: new Set<Stream>(),
  /** one timer for all, where one each would be most of what a stream costs; it runs while there are streams */
  heartbeat: null as Loop | null,
  /** the process is ending: every stream is sent to another one */
  isEnding: false,
}));

/** One browser's stream of server-sent events: each carries a version of the profile, and none carries data. */
export class Stream {
  private readonly unsubscribe: () => void;
  private heartbeatAt: number;
  private readonly endsAt: number;

  constructor(
    private readonly sink: StreamSink,
    userId: string,
    private readonly sessionId: string,
  ) {
    const now = Date.now();
    const { streams, isEnding } = open();
    this.heartbeatAt = now + HEARTBEAT_MS;
    this.endsAt = now + LONGEST_LIFE_MS * (1 - Math.random() / 10);
    this.unsubscribe = isEnding ? () => undefined : subscribe(userId, (event) => this.onEvent(event));
    streams.add(this);
    startHeartbeat();
    this.write(`retry: ${Math.round(RECONNECT_MS * (1 + Math.random()))}\n\n`);
    if (isEnding) this.reconnect();
  }

  /** Sends the current version, or a heartbeat if it is `known`: the version that the browser received last. */
  sendVersion(version: string, known: string | null = null): void {
    this.write(version === known ? heartbeat : frame('version', version, version));
  }

  /** Sends an event that says nothing: it proves to the browser that events arrive, which a proxy can prevent. */
  sendHeartbeat(): void {
    this.write(heartbeat);
  }

  /** Ends the stream for good: its session is over. */
  finish(): void {
    this.write(frame('over', ''));
    this.close();
  }

  /** Ends the stream and has its browser reconnect. */
  reconnect(): void {
    this.write(frame('again', ''));
    this.close();
  }

  /** Frees all that is held for this stream and ends the answer. */
  close(): void {
    if (!open().streams.delete(this)) return;
    this.unsubscribe();
    this.sink.end();
  }

  /** Sends what is due at `now`, ms since 1970: a heartbeat, or the end. */
  tick(now: number): void {
    if (now >= this.endsAt) this.reconnect();
    else if (now >= this.heartbeatAt) this.write(heartbeat);
  }

  private onEvent(event: LiveEvent | null): void {
    if (event === null) {
      const spreadMs = Math.min(LONGEST_SPREAD_MS, SPREAD_MS * countStreams());
      setTimeout(() => this.sendCheck(), Math.random() * spreadMs).unref();
    } else if (event.kind === 'changed') this.sendVersion(event.version);
    else if (event.kind === 'check') this.sendCheck();
    else if (event.kind === 'ended' && event.sessionId === this.sessionId) this.finish();
  }

  private sendCheck(): void {
    this.write(frame('check', ''));
  }

  private write(text: string): void {
    if (!open().streams.has(this)) return;
    this.heartbeatAt = Date.now() + HEARTBEAT_MS;
    if (!this.sink.write(text)) this.close();
  }
}

const frame = (event: string, data: string, id?: string): string =>
  `event: ${event}\ndata: ${data}\n${id === undefined ? '' : `id: ${id}\n`}\n`;
const heartbeat = frame('beat', '');

/** Returns how many streams are open in this process. */
export const countStreams = (): number => open().streams.size;

function startHeartbeat(): void {
  open().heartbeat ??= startLoop(() => {
    const { streams } = open();
    const now = Date.now();
    for (const stream of streams) stream.tick(now);
    if (streams.size > 0) return;
    void open().heartbeat?.stop();
    open().heartbeat = null;
  }, TICK_MS);
}

/**
 * Has every browser reconnect, now and from now on: this process ends, and a request that it accepted before may become
 * a stream only later.
 */
export function endStreams(): void {
  open().isEnding = true;
  reconnectStreams();
}

/** Has every browser reconnect. */
export function reconnectStreams(): void {
  for (const stream of open().streams) stream.reconnect();
}
