import 'server-only';
import { log } from '@/lib/log';
import { singleton } from '@/lib/singleton';

/** The shortest time between two lines in the log, in ms: anybody can send what is refused. */
const LOG_EVERY_MS = 60_000;

const webhooks = singleton('webhooks', () => ({
  wasAccepted: false,
  /** how many were refused since the latest line in the log, and when that was written, ms since 1970 */
  refused: 0,
  loggedAt: 0,
}));

/** Remembers that a signature of Clerk's was right: the secret is this endpoint's. */
export const recordAccepted = (): void => void (webhooks().wasAccepted = true);

/**
 * Logs that an event was refused, at most once a minute, with how many were since the line before. Names the secret if
 * none was ever accepted, since with a wrong one every event fails. `reason` is in our words: nothing that came with
 * the event.
 */
export function recordRefused(reason: string): void {
  const state = webhooks();
  state.refused += 1;
  const now = Date.now();
  if (now - state.loggedAt < LOG_EVERY_MS) return;
  const hint = state.wasAccepted
    ? ''
    : '; none has been accepted since the start: is CLERK_WEBHOOK_SIGNING_SECRET that of another endpoint?';
  log.warn({ reason, refused: state.refused }, `a webhook was refused${hint}`);
  Object.assign(state, { refused: 0, loggedAt: now });
}
