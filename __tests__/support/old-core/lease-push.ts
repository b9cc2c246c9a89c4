import { isPendingElsewhere, pendingFields, type InFlightWrite, type Mirror } from './mirror';
import { LEASE_MS, schedule, yieldMs } from './push-schedule';
import { pick } from '@/lib/profile/model/values';

/** The right to push what was pending at one moment. */
export interface Lease {
  fencingToken: string;
  /** what is about to be sent: in doubt until its outcome is known */
  write: InFlightWrite;
}

/**
 * True where Clerk is to be looked at before writing: an earlier push failed, died, or may still land; or Clerk had
 * before what is pending, so that an edit made there since is the later one.
 */
export const needsReadFirst = (mirror: Mirror): boolean => {
  const { push, doubtful, savedAt } = mirror;
  return (
    push.attempts > 0 ||
    push.token !== null ||
    doubtful.length > 0 ||
    pendingFields(mirror).some((name) => savedAt[name] === undefined)
  );
};

/**
 * Claims the push that is due at `now`: nobody else may push this user until it is completed or `CLAIM_MS` have passed.
 * The lease is null where nothing is pending any more, or only what another version of the app has to push. `token`
 * must be new.
 */
export function leasePush(mirror: Mirror, token: string, now: number): { mirror: Mirror; lease: Lease | null } {
  const patch = pick(mirror.values, pendingFields(mirror));
  if (Object.keys(patch).length === 0) {
    const at = isPendingElsewhere(mirror) ? now + yieldMs(mirror, now) : null;
    const push = { ...mirror.push, token: null, at };
    return { mirror: at === null ? schedule({ ...mirror, push }, now) : { ...mirror, push }, lease: null };
  }
  const doubt: InFlightWrite = { patch, at: now };
  const push = { ...mirror.push, token, at: now + LEASE_MS, latest: now };
  return {
    mirror: { ...mirror, doubtful: [...mirror.doubtful, doubt], push },
    lease: { fencingToken: token, write: doubt },
  };
}
