import type { ClerkFailure } from '@/lib/clerk/errors';
import type { Lease } from './lease-push';
import { toSnapshot } from '@/lib/profile/core/clerk-shape';
import { isEcho, merge, type FieldChange, type Merge, type RemoteSnapshot } from './merge';
import type { InFlightWrite, Mirror } from './mirror';
import type { Refusals } from '@/lib/profile/model/profile';
import { refusedFields, type ClerkRefusal, type SentCall } from '@/lib/profile/core/plan-calls';
import { backOffMs, schedule, spacedFrom } from './push-schedule';
import { pick, type FieldName, type Patch } from '@/lib/profile/model/values';

export interface Settled {
  mirror: Mirror;
  changes: Partial<Record<FieldName, FieldChange>>;
  /** the gravest of the failures after which the push is to be tried again; null where there was none */
  retry: ClerkFailure | null;
}

/**
 * The mirror after a push: each answer is merged as a pull is, each refusal is written down, a call whose outcome is
 * unknown leaves its doubt behind, and what is still pending is scheduled. Null where the lease is no longer held: what
 * was heard is then for the new holder to find out. `now` in ms since 1970, `random` in [0, 1).
 */
export function settlePush(
  mirror: Mirror,
  calls: readonly SentCall[],
  lease: Lease,
  now: number,
  random: number,
): Settled | null {
  if (mirror.push.token !== lease.fencingToken) return null;
  const settled: Settled = { mirror, changes: {}, retry: null };
  const unknown: InFlightWrite[] = [];
  const failures: Retryable[] = [];
  // Clerk answered well and holds another value all the same: pushed on at once, that would never end
  let unheeded = false;
  // our calls go one after the other: an answer of the same millisecond as the one before is the newer
  let sameMsAfter: number | null = null;
  for (const { patch, answer } of calls) {
    if (answer.ok) {
      const known = settled.mirror.clerkUpdatedAt;
      const seen = toSnapshot(answer.value, { sameMsAfter, readStartedAt: null });
      const came = takeAnswer(settled, seen, lease, now);
      settled.mirror = withoutSavesOf(settled.mirror, patch, lease.write.at);
      if (came === 'merged') {
        sameMsAfter = seen.updatedAt;
        unheeded ||= !takeWhatBecameOf(settled, patch, seen, known, now);
      } else {
        // what came first is for a later look to tell: until then it is known for our own
        unknown.push({ patch, at: lease.write.at });
        if (came === 'outdated') settled.mirror = changedSince(settled.mirror, patch, seen, now);
      }
    } else if (answer.failure.kind === 'refused') {
      // What Clerk did not object to is as pending as before.
      const refused = refusals(patch, answer.failure, now);
      settled.mirror = {
        ...withoutSavesOf(settled.mirror, pick(patch, Object.keys(refused)), lease.write.at),
        refused: { ...settled.mirror.refused, ...refused },
      };
    } else {
      failures.push(answer.failure);
      if (answer.failure.kind === 'transient' && answer.failure.unknown) unknown.push({ patch, at: lease.write.at });
    }
  }
  // until here what was sent stood as a doubt, so that a merge knows it for our own
  settled.mirror = { ...settled.mirror, doubtful: [...withoutDoubt(settled.mirror.doubtful, lease.write), ...unknown] };
  settled.retry = gravest(failures);
  const backOff = settled.retry !== null || unheeded;
  const attempts = backOff ? settled.mirror.push.attempts + 1 : 0;
  const at = backOff ? now + backOffMs(attempts, Math.max(0, ...failures.map(retryAfterMs)), random) : null;
  return {
    ...settled,
    mirror: schedule(
      {
        ...settled.mirror,
        push: { ...settled.mirror.push, token: null, latest: spacedFrom(calls.length, now), attempts, at },
      },
      now,
    ),
  };
}

type Retryable = Exclude<ClerkFailure, ClerkRefusal>;
const retryAfterMs = (failure: Retryable): number => (failure.kind === 'transient' ? (failure.retryAfterMs ?? 0) : 0);

/** The failure to tell of: one that a person has to act on, else the one that lasts longest; the first of equals. */
function gravest(failures: readonly Retryable[]): Retryable | null {
  const misconfigured = failures.find(({ kind }) => kind === 'misconfigured');
  return misconfigured ?? failures.toSorted((a, b) => retryAfterMs(b) - retryAfterMs(a))[0] ?? null;
}

/** Merges one answer: `ignored` where it is older than what is known, `unsure` where it cannot be told from that. */
function takeAnswer(settled: Settled, seen: RemoteSnapshot, lease: Lease, now: number): Merge['kind'] {
  const merged = merge(settled.mirror, seen, now);
  if (merged.kind === 'merged') {
    settled.mirror = { ...merged.mirror, checkedAt: Math.max(merged.mirror.checkedAt ?? 0, lease.write.at) };
    note(settled.changes, merged.changes);
  }
  if (merged.kind === 'ambiguous') settled.mirror = { ...settled.mirror, staleSince: now };
  return merged.kind;
}

/** Adds changes to those of the answers before: what became of one field twice is one change. */
function note(changes: Settled['changes'], more: Settled['changes']): void {
  for (const [name, change] of Object.entries(more) as [FieldName, FieldChange][]) {
    const before = changes[name];
    changes[name] = before && 'from' in before && 'from' in change ? { from: before.from, to: change.to } : change;
  }
}

/**
 * The mirror after an answer that is older than what is known: Clerk had what was sent, and was changed since. With
 * what was sent for the base, the next look at Clerk tells whether that was somebody's edit, which then came later, or
 * a late write of our own.
 */
function changedSince(mirror: Mirror, patch: Patch, { values }: RemoteSnapshot, now: number): Mirror {
  const changed = notSavedSince(mirror, patch).filter(
    (name) => values[name] === patch[name] && mirror.confirmed[name] !== patch[name],
  );
  return changed.length === 0
    ? mirror
    : { ...mirror, confirmed: { ...mirror.confirmed, ...pick(patch, changed) }, staleSince: now };
}

/**
 * Takes the values that Clerk made of what was sent: the answer to a field's own write shows what became of it, be it
 * trimmed or edited since. Not one that an older write of ours may have brought, nor from an answer that is not newer
 * than what was `known` (Clerk's time, ms since 1970): that may be from before the write. False where a value differs
 * and was not taken.
 */
function takeWhatBecameOf(
  settled: Settled,
  patch: Patch,
  { values, directSaves, updatedAt }: RemoteSnapshot,
  known: number | null,
  now: number,
): boolean {
  const { mirror } = settled;
  const differing = notSavedSince(mirror, patch).filter((name) => values[name] !== patch[name]);
  const taken = differing.filter(
    (name) =>
      updatedAt > (known ?? 0) &&
      !isEcho(mirror.doubtful, directSaves, name, values[name], mirror.lastSavedAt[name] ?? 0, now),
  );
  if (taken.length === 0) return differing.length === 0;
  settled.mirror = { ...mirror, values: { ...mirror.values, ...pick(values, taken) }, revision: mirror.revision + 1 };
  note(
    settled.changes,
    Object.fromEntries(taken.map((name) => [name, { from: mirror.values[name], to: values[name] }])),
  );
  return taken.length === differing.length;
}

/** The fields that still are as they were sent, and were not saved again since. */
const notSavedSince = (mirror: Mirror, patch: Patch): FieldName[] =>
  (Object.keys(patch) as FieldName[]).filter(
    (name) => mirror.values[name] === patch[name] && mirror.savedAt[name] === undefined,
  );

/** What was sent is saved no longer than it is known what came of it, unless it was saved again since the lease. */
const withoutSavesOf = (mirror: Mirror, patch: Patch, leasedAt: number): Mirror => ({
  ...mirror,
  savedAt: Object.fromEntries(
    Object.entries(mirror.savedAt).filter(
      ([name, at]) =>
        !(name in patch) || mirror.values[name as FieldName] !== patch[name as FieldName] || at > leasedAt,
    ),
  ),
});

const withoutDoubt = (doubtful: readonly InFlightWrite[], lease: InFlightWrite): InFlightWrite[] =>
  doubtful.filter((doubt) => doubt.at !== lease.at || !sameKeys(doubt.patch, lease.patch));
const sameKeys = (a: Patch, b: Patch) =>
  JSON.stringify(Object.entries(a).sort()) === JSON.stringify(Object.entries(b).sort());

/** Where Clerk does not say which field it refuses, none is: each is sent alone. */
function refusals(patch: Patch, failure: ClerkRefusal, now: number): Refusals {
  const refusal = {
    code: failure.code,
    message: failure.message,
    traceId: failure.traceId,
    at: new Date(now).toISOString(),
  };
  return Object.fromEntries(
    refusedFields(patch, failure).map((name) => [name, { ...refusal, value: patch[name] ?? '' }]),
  );
}
