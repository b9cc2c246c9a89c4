import 'server-only';
import { subscribe } from 'node:diagnostics_channel';
import type { ServerResponse } from 'node:http';
import { constants } from 'node:os';
import { log } from './log';
import { singleton } from './singleton';
import { watchUnusedConnections } from './unused-connections';
import { within } from './within';

/** The longest that the work under way may take to end, in ms: three calls of Clerk, each at its deadline. */
const LONGEST_DRAIN_MS = 10_000;
/** How long an open connection may still send its first request, in ms: one may be on its way. */
const FIRST_REQUEST_WITHIN_MS = 1_000;

type Signal = 'SIGTERM' | 'SIGINT';

interface Shutdown {
  /** how long everything is still answered after SIGTERM, in ms */
  delayMs: number;
  /** ends the work that Next does not know of; must not reject */
  drain: () => Promise<void>;
}

const shutdown = singleton('shutdown', () => ({ isStopping: false }));

/** Returns true once the process was asked to end: it still answers, but load balancers should send it nothing new. */
export const isStopping = (): boolean => shutdown().isStopping;

/**
 * Ends the process in three steps: after SIGTERM everything is answered for `delayMs`, then `drain` runs, then Next
 * closes its server, answers what it has accepted and exits. SIGINT skips or ends the first step. Further signals
 * change nothing: npm and the service manager may each pass the same one on.
 *
 * `NEXT_MANUAL_SIG_HANDLE` would not serve: Next reads it before it starts our code, and without Next's own listeners
 * nobody closes the server or awaits `after()`. So its listeners are held back, and called when everything else has
 * ended.
 */
export function onShutdown({ delayMs, drain }: Shutdown): void {
  const nextListeners = { SIGTERM: holdBack('SIGTERM'), SIGINT: holdBack('SIGINT') };
  const closeUnused = watchUnusedConnections();
  let delay: NodeJS.Timeout | undefined;
  let isClosing = false;

  const close = async (signal: Signal) => {
    if (isClosing) return;
    isClosing = true;
    shutdown().isStopping = true;
    clearTimeout(delay);
    await within(LONGEST_DRAIN_MS, drain(), (err) => log.error({ err }, 'work under way failed after the end'));
    for (const listener of nextListeners[signal]) listener(signal);
    setTimeout(closeUnused, FIRST_REQUEST_WITHIN_MS).unref();
    if (nextListeners[signal].length === 0) process.exit(128 + constants.signals[signal]); // nobody else would
  };
  process.on('SIGINT', () => void close('SIGINT'));
  process.on('SIGTERM', () => {
    if (delayMs === 0) return void close('SIGTERM');
    if (isStopping()) return;
    shutdown().isStopping = true;
    log.info({ delayMs }, 'asked to end: health answers 503, everything else is answered until the delay is over');
    endConnections();
    delay = setTimeout(() => void close('SIGTERM'), delayMs);
  });
}

/** Removes the listeners of a signal and returns them. */
function holdBack(signal: Signal): NodeJS.SignalsListener[] {
  const listeners = process.listeners(signal);
  process.removeAllListeners(signal);
  return listeners;
}

/** Has every answer from now on close its connection: a proxy could send a request on a kept one just as it is cut. */
function endConnections(): void {
  subscribe('http.server.request.start', (message) => {
    (message as { response: ServerResponse }).response.shouldKeepAlive = false;
  });
}
