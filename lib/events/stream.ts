import 'server-only';
import type { LiveEvent } from './event';
import { subscribe } from './subscribe';

/**
 * How often something is sent where nothing happens, in ms: the browser knows by it that the connection lives, and
 * proxies keep it.
 */
export const BEAT_MS = 20_000;
/** How long a stream lives at most, in ms; up to a tenth less, so that streams do not all come again at once. */
const LIFE_MS = 10 * 60_000;
/**
 * Where all browsers of a process must ask at once, they are spread: by so much for each stream, in ms, and by no more
 * than a poll takes anyway.
 */
const SPREAD_MS = 20;
const LONGEST_SPREAD_MS = 30_000;
/** How long a browser waits before it connects again, in ms, and how much longer at most, by chance. */
const AGAIN_MS = 500;

/** The way to one browser. */
export interface Reader {
  /** false where the browser does not keep up: its stream is then given up, since it will ask again anyway */
  write(text: string): boolean;
  /** ends the answer */
  end(): void;
}

/** One browser's stream of server-sent events: each names a version of the profile, and none carries data. */
export class Stream {
  private readonly unsubscribe: () => void;
  private beatAt: number;
  private readonly endsAt: number;

  constructor(
    private readonly reader: Reader,
    userId: string,
    private readonly sessionId: string,
  ) {
    const now = Date.now();
    this.beatAt = now + BEAT_MS;
    this.endsAt = now + LIFE_MS * (1 - Math.random() / 10);
    this.unsubscribe = shared.perdureStreamsOver ? () => undefined : subscribe(userId, (event) => this.hear(event));
    streams().add(this);
    startBeating();
    this.write(`retry: ${Math.round(AGAIN_MS * (1 + Math.random()))}\n\n`);
    if (shared.perdureStreamsOver) this.sendAway();
  }

  /** Names the profile as it is now; `known` is what the browser heard of last. */
  tell(version: string, known: string | null = null): void {
    this.write(version === known ? beat : frame('version', version, version));
  }

  /** Sends the browser away for good: its session is over. */
  finish(): void {
    this.write(frame('over', ''));
    this.close();
  }

  /** Sends the browser to connect again: to another process where this one ends. */
  sendAway(): void {
    this.write(frame('again', ''));
    this.close();
  }

  /** Frees all that is held for this stream. The browser is gone, or is to be. */
  close(): void {
    if (!streams().delete(this)) return;
    this.unsubscribe();
    this.reader.end();
  }

  /** Called once a second. */
  tick(now: number): void {
    if (now >= this.endsAt) this.sendAway();
    else if (now >= this.beatAt) this.write(beat);
  }

  private hear(event: LiveEvent | null): void {
    if (event === null)
      setTimeout(() => this.check(), Math.random() * Math.min(LONGEST_SPREAD_MS, SPREAD_MS * countStreams())).unref();
    else if (event.kind === 'changed') this.tell(event.version);
    else if (event.kind === 'check') this.check();
    else if (event.sessionId === this.sessionId) this.finish();
  }

  private check(): void {
    this.write(frame('check', ''));
  }

  private write(text: string): void {
    if (!streams().has(this)) return;
    this.beatAt = Date.now() + BEAT_MS;
    if (!this.reader.write(text)) this.close();
  }
}

const frame = (event: string, data: string, id?: string): string =>
  `event: ${event}\ndata: ${data}\n${id === undefined ? '' : `id: ${id}\n`}\n`;
const beat = frame('beat', '');

// Next bundles this module more than once in one process; its end must reach every stream.
const shared = globalThis as typeof globalThis & {
  perdureStreams?: Set<Stream>;
  perdureBeating?: NodeJS.Timeout | undefined;
  perdureStreamsOver?: boolean;
};
const streams = (): Set<Stream> => (shared.perdureStreams ??= new Set());

/** How many streams are open in this process. */
export const countStreams = (): number => streams().size;

/** One timer for all streams, where one each would be most of what a stream costs. It ends with the last of them. */
function startBeating(): void {
  shared.perdureBeating ??= setInterval(() => {
    const now = Date.now();
    for (const stream of streams()) stream.tick(now);
    if (streams().size > 0) return;
    clearInterval(shared.perdureBeating);
    shared.perdureBeating = undefined;
  }, 1_000).unref();
}

/**
 * Sends every browser to connect again, now and from now on: this process ends, and a request that it accepted before
 * may become a stream only later.
 */
export function endStreams(): void {
  shared.perdureStreamsOver = true;
  sendStreamsAway();
}

/** Sends every browser to connect again. */
export function sendStreamsAway(): void {
  for (const stream of streams()) stream.sendAway();
}
