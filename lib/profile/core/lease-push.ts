import { isPendingElsewhere, pendingPatch, type InFlightWrite, type Mirror } from './mirror';
import { LEASE_MS, schedulePush, yieldMs } from './schedule';

/** The right to push what was pending at one moment, until `LEASE_MS` have passed. */
export interface Lease {
  /** what the row must still hold when the push is completed */
  fencingToken: string;
  /** what is about to be sent: in flight until its outcome is known */
  write: InFlightWrite;
}

/**
 * True if Clerk must be read before it is written to: an earlier push failed, died or may still land; or a field is
 * reasserted, so that an edit made in Clerk since is the later one.
 */
export const needsReadFirst = ({ fields, inFlightWrites, pushAttempts, fencingToken }: Mirror): boolean =>
  pushAttempts > 0 ||
  fencingToken !== null ||
  inFlightWrites.length > 0 ||
  Object.values(fields).some(({ state }) => state === 'reasserting');

/**
 * Leases the push that is due at `now` (ms since 1970): nobody else may push this user until it is completed or
 * `LEASE_MS` have passed. The lease is null if nothing is pending, or only what another version of the app has to push.
 * `fencingToken` must be new.
 */
export function leasePush(mirror: Mirror, fencingToken: string, now: number): { mirror: Mirror; lease: Lease | null } {
  const patch = pendingPatch(mirror);
  if (Object.keys(patch).length === 0) {
    const released = { ...mirror, fencingToken: null };
    const mirrorAfter = isPendingElsewhere(mirror)
      ? { ...released, pushDueAt: now + yieldMs(mirror, now) }
      : schedulePush({ ...released, pushDueAt: null }, now);
    return { mirror: mirrorAfter, lease: null };
  }
  const write: InFlightWrite = { patch, at: now };
  const leased: Mirror = {
    ...mirror,
    inFlightWrites: [...mirror.inFlightWrites, write],
    fencingToken,
    pushDueAt: now + LEASE_MS,
    lastPushEndedAt: now,
  };
  return { mirror: leased, lease: { fencingToken, write } };
}
