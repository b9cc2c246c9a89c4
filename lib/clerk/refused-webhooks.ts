import 'server-only';
import { log } from '@/lib/log';

/** The shortest time between two lines in the log, in ms: anybody can send what is refused. */
const EVERY_MS = 60_000;

interface Seen {
  accepted: boolean;
  /** how many were refused since the latest line, and when that was written, ms since 1970 */
  refused: number;
  toldAt: number;
}

// Next bundles this module more than once in one process; what came must be known to all.
const shared = globalThis as typeof globalThis & { perdureWebhooks?: Seen | undefined };
const seen = (): Seen => (shared.perdureWebhooks ??= { accepted: false, refused: 0, toldAt: 0 });

/** Remembers that Clerk’s signature was right: the secret is this endpoint's. */
export const noteAccepted = (): void => void (seen().accepted = true);

/**
 * Tells the log that an event was refused, at most once a minute, with how many were since it was told before. Where
 * none has ever been accepted it names the secret, with which every event of Clerk's would fail. `reason` is words of
 * ours, nothing that came with the event.
 */
export function noteRefused(reason: string): void {
  const state = seen();
  state.refused += 1;
  const now = Date.now();
  if (now - state.toldAt < EVERY_MS) return;
  const hint = state.accepted
    ? ''
    : '; none has been accepted since the start: is CLERK_WEBHOOK_SIGNING_SECRET that of another endpoint?';
  log.warn({ reason, refused: state.refused }, `a webhook was refused${hint}`);
  Object.assign(state, { refused: 0, toldAt: now });
}

/** Forgets what came: for tests, in which the process begins anew each time. */
export const forgetWebhooks = (): void => {
  shared.perdureWebhooks = undefined;
};
