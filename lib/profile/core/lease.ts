import { isPendingElsewhere, pendingPatch, type InFlightWrite, type Mirror } from './mirror';
import { isReadDue, LEASE_MS, pushDueAt, schedule, yieldMs } from './schedule';

/** The right to speak to Clerk for one person, until it is released or `LEASE_MS` have passed since it was renewed. */
export interface Lease {
  /** what the row must still hold when anything is committed under this lease */
  fencingToken: string;
  /** what was due when it was taken: a read under it serves that, and nothing that is reported later */
  served: Pick<Mirror, 'readDueAt' | 'webhookUpdatedAt'>;
}

/** A mirror that was just leased. `next`: whether Clerk is read first, or can be written to at once. */
export interface Begun {
  mirror: Mirror;
  lease: Lease;
  next: 'read' | 'write';
}

/** True while somebody holds the lease, at `now` in ms since 1970. */
export const isLeased = ({ fencingToken, dueAt }: Mirror, now: number): boolean =>
  fencingToken !== null && dueAt !== null && now < dueAt;

/**
 * True if Clerk must be read before it is written to: the row may lack a change, an earlier attempt failed, died or may
 * still land, or a field is reasserted, so that an edit made in Clerk since is the later one.
 */
const needsReadFirst = (mirror: Mirror): boolean =>
  isReadDue(mirror) ||
  mirror.attempts > 0 ||
  mirror.fencingToken !== null ||
  mirror.inFlightWrites.length > 0 ||
  Object.values(mirror.fields).some(({ state }) => state === 'reasserting');

/**
 * Takes the lease if anything is due at `now` (ms since 1970), or if `mustRead` asks for a read. Returns `leased` if
 * somebody else holds it, `idle` if nothing is due. `fencingToken` must be new.
 */
export function takeLease(
  mirror: Mirror,
  fencingToken: string,
  now: number,
  mustRead = false,
): Begun | 'leased' | 'idle' {
  if (isLeased(mirror, now)) return 'leased';
  if (!mustRead && (mirror.dueAt === null || now < mirror.dueAt)) return 'idle';
  const { webhookUpdatedAt } = mirror;
  // what is reported from now on is later than what this lease serves, even if that was to wait for a back-off
  const readDueAt = mirror.readDueAt === null ? null : Math.min(mirror.readDueAt, now);
  return {
    mirror: renewLease({ ...mirror, readDueAt, fencingToken }, now),
    lease: { fencingToken, served: { readDueAt, webhookUpdatedAt } },
    next: mustRead || needsReadFirst(mirror) ? 'read' : 'write',
  };
}

/** Returns the leased mirror with its lease counted from `now`, in ms since 1970. */
export const renewLease = (mirror: Mirror, now: number): Mirror => ({ ...mirror, dueAt: now + LEASE_MS });

/** True if the lease was not taken by another: only then may anything be committed under it. */
export const holdsLease = (mirror: Mirror, { fencingToken }: Lease): boolean => mirror.fencingToken === fencingToken;

/** Returns the mirror without its lease, and due again when what it needs now is. */
export const releaseLease = (mirror: Mirror, now: number): Mirror => schedule({ ...mirror, fencingToken: null }, now);

/** Returns the mirror with what only another version of the app can push left to that for a while. */
export const yieldPush = (mirror: Mirror, now: number): Mirror =>
  isPendingElsewhere(mirror)
    ? { ...mirror, nextPushAt: Math.max(mirror.nextPushAt ?? 0, now + yieldMs(mirror, now)) }
    : mirror;

/**
 * Notes the write of what is pending as in flight, if it is due at `now` (ms since 1970): it is sent next. Releases the
 * lease if there is none, or only what another version of the app has to write. `at`: a time certainly before the write
 * is sent, so that its answer proves no save that was made later.
 */
export function planWrite(leased: Mirror, now: number, at = now): { mirror: Mirror; write: InFlightWrite | null } {
  const dueAt = pushDueAt(leased);
  if (dueAt === null || now < dueAt) return { mirror: releaseLease(leased, now), write: null };
  const patch = pendingPatch(leased);
  if (Object.keys(patch).length === 0) return { mirror: releaseLease(yieldPush(leased, now), now), write: null };
  const write: InFlightWrite = { patch, at };
  const mirror = { ...leased, inFlightWrites: [...leased.inFlightWrites, write] };
  return { mirror: renewLease(mirror, now), write };
}
