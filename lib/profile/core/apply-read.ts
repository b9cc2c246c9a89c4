import { holdsLease, planWrite, type Lease } from './lease';
import { merge, type FieldChanges } from './merge';
import type { InFlightWrite, Mirror } from './mirror';
import type { RemoteSnapshot } from './clerk-shape';
import { servedBy } from './settle-push';

/** A mirror after a read of Clerk under its lease. `write` is sent next; null if the lease was released. */
export interface ReadApplied {
  mirror: Mirror;
  changes: FieldChanges;
  write: InFlightWrite | null;
}

/**
 * Merges a read of Clerk, and notes the write of what is then to be pushed. Returns null if the lease is not held any
 * more. `now` is in ms since 1970.
 */
export function applyRead(mirror: Mirror, lease: Lease, remote: RemoteSnapshot, now: number): ReadApplied | null {
  if (!holdsLease(mirror, lease)) return null;
  const merged = merge(servedBy(lease, mirror), remote, now);
  // what was saved while Clerk was read may be on its way already: the read's own time is the one that is certain
  return { changes: merged.changes, ...planWrite(merged.mirror, now, Math.min(now, remote.readStartedAt)) };
}
