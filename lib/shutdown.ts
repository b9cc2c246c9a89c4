import 'server-only';
import { subscribe } from 'node:diagnostics_channel';
import type { ServerResponse } from 'node:http';
import { constants } from 'node:os';
import { log } from './log';
import { watchUnusedConnections } from './unused-connections';

/** The longest that an end is put off for work under way, in ms: three calls of Clerk, each at its deadline. */
const LONGEST_DRAIN_MS = 10_000;
/**
 * How long a connection that is already open may take to ask something, in ms: what was sent on it just before may
 * still be on its way.
 */
const STILL_ASK_WITHIN_MS = 1_000;

type Signal = 'SIGTERM' | 'SIGINT';

interface Shutdown {
  /** how long everything is still answered after SIGTERM, in ms */
  delayMs: number;
  /** ends what Next knows nothing of, once nothing new is accepted */
  drain: () => Promise<unknown>;
}

// Next bundles this module more than once in one process, and the process ends once.
const shared = globalThis as typeof globalThis & { perdureStopping?: boolean };

/**
 * Returns true once the process has been asked to end. It still answers everything, but load balancers should send it
 * nothing new.
 */
export const isStopping = (): boolean => shared.perdureStopping === true;

/**
 * Ends the process in three steps. At SIGTERM `isStopping` turns true and everything is answered as before; after
 * `delayMs` Next closes its server and `drain` runs; the process ends when every request is answered and `drain` is
 * done. SIGINT leaves the first step out, or ends it. Further signals change nothing: npm and the service manager may
 * each pass the same one on.
 */
export function onShutdown({ delayMs, drain }: Shutdown): void {
  const ofNext = { SIGTERM: holdBack('SIGTERM'), SIGINT: holdBack('SIGINT') };
  const closeUnused = watchUnusedConnections();
  let delay: NodeJS.Timeout | undefined;
  let closing = false;

  const close = (signal: Signal) => {
    if (closing) return;
    closing = true;
    shared.perdureStopping = true;
    clearTimeout(delay);
    holdExit(drain());
    for (const listener of ofNext[signal]) listener(signal);
    setTimeout(closeUnused, STILL_ASK_WITHIN_MS).unref();
    if (ofNext[signal].length === 0) process.exit(128 + constants.signals[signal]); // nobody else would end it
  };
  process.on('SIGINT', () => close('SIGINT'));
  process.on('SIGTERM', () => {
    if (delayMs === 0) return close('SIGTERM');
    if (isStopping()) return;
    shared.perdureStopping = true;
    log.info({ delayMs }, 'asked to end: health answers 503, everything else is answered until the delay is over');
    endConnections();
    delay = setTimeout(() => close('SIGTERM'), delayMs);
  });
}

/** Takes the listeners of a signal away and returns them: Next's closes the server at once. */
function holdBack(signal: Signal): NodeJS.SignalsListener[] {
  const listeners = process.listeners(signal);
  process.removeAllListeners(signal);
  return listeners;
}

/**
 * Has every answer from now on close its connection: a proxy that kept it could send a request on it just when it is
 * cut.
 */
function endConnections(): void {
  subscribe('http.server.request.start', (message) => {
    (message as { response: ServerResponse }).response.shouldKeepAlive = false;
  });
}

/**
 * Puts `process.exit` off until what is drained has resolved: Next ends the process by itself as soon as its own
 * requests are answered.
 */
function holdExit(draining: Promise<unknown>): void {
  const exit = process.exit.bind(process);
  const drained = Promise.race([draining, new Promise((resolve) => setTimeout(resolve, LONGEST_DRAIN_MS).unref())]);
  process.exit = ((code) => void drained.finally(() => exit(code))) as typeof process.exit;
}
