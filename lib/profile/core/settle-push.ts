import type { ClerkFailure } from '@/lib/clerk/errors';
import type { Claim } from './lease-push';
import { toSeen } from './clerk-shape';
import { isOwnWrite, merge, type FieldChange, type Merge, type Seen } from './merge';
import type { Doubt, Mirror } from './mirror';
import type { Refusals } from '@/lib/profile/model/profile';
import { refusedFields, type ClerkRefusal, type SentCall } from './plan-calls';
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
 * unknown leaves its doubt behind, and what is still pending is scheduled. Null where the claim is no longer held: what
 * was heard is then for the new holder to find out. `now` in ms since 1970, `random` in [0, 1).
 */
export function settlePush(
  mirror: Mirror,
  calls: readonly SentCall[],
  claim: Claim,
  now: number,
  random: number,
): Settled | null {
  if (mirror.push.token !== claim.token) return null;
  const settled: Settled = { mirror, changes: {}, retry: null };
  const unknown: Doubt[] = [];
  const failures: Retryable[] = [];
  // Clerk answered well and holds another value all the same: pushed on at once, that would never end
  let unheeded = false;
  // our calls go one after the other: an answer of the same millisecond as the one before is the newer
  let after: number | null = null;
  for (const { patch, answer } of calls) {
    if (answer.ok) {
      const known = settled.mirror.clerkUpdatedAt;
      const seen = toSeen(answer.user, { after, readAt: null });
      const came = takeAnswer(settled, seen, claim, now);
      settled.mirror = withoutSavesOf(settled.mirror, patch, claim.doubt.at);
      if (came === 'merged') {
        after = seen.updatedAt;
        unheeded ||= !takeWhatBecameOf(settled, patch, seen, known, now);
      } else {
        // what came first is for a later look to tell: until then it is known for our own
        unknown.push({ patch, at: claim.doubt.at });
        if (came === 'ignored') settled.mirror = changedSince(settled.mirror, patch, seen, now);
      }
    } else if (answer.failure.kind === 'refused') {
      // What Clerk did not object to is as pending as before.
      const refused = refusals(patch, answer.failure, now);
      settled.mirror = {
        ...withoutSavesOf(settled.mirror, pick(patch, Object.keys(refused)), claim.doubt.at),
        refused: { ...settled.mirror.refused, ...refused },
      };
    } else {
      failures.push(answer.failure);
      if (answer.failure.kind === 'transient' && answer.failure.unknown) unknown.push({ patch, at: claim.doubt.at });
    }
  }
  // until here what was sent stood as a doubt, so that a merge knows it for our own
  settled.mirror = { ...settled.mirror, doubtful: [...withoutDoubt(settled.mirror.doubtful, claim.doubt), ...unknown] };
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
function takeAnswer(settled: Settled, seen: Seen, claim: Claim, now: number): Merge['kind'] {
  const merged = merge(settled.mirror, seen, now);
  if (merged.kind === 'merged') {
    settled.mirror = { ...merged.mirror, checkedAt: Math.max(merged.mirror.checkedAt ?? 0, claim.doubt.at) };
    note(settled.changes, merged.changes);
  }
  if (merged.kind === 'unsure') settled.mirror = { ...settled.mirror, staleSince: now };
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
function changedSince(mirror: Mirror, patch: Patch, { values }: Seen, now: number): Mirror {
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
  { values, stamp, updatedAt }: Seen,
  known: number | null,
  now: number,
): boolean {
  const { mirror } = settled;
  const differing = notSavedSince(mirror, patch).filter((name) => values[name] !== patch[name]);
  const taken = differing.filter(
    (name) =>
      updatedAt > (known ?? 0) &&
      !isOwnWrite(mirror.doubtful, stamp, name, values[name], mirror.lastSavedAt[name] ?? 0, now),
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

/** What was sent is saved no longer than it is known what came of it, unless it was saved again since the claim. */
const withoutSavesOf = (mirror: Mirror, patch: Patch, claimedAt: number): Mirror => ({
  ...mirror,
  savedAt: Object.fromEntries(
    Object.entries(mirror.savedAt).filter(
      ([name, at]) =>
        !(name in patch) || mirror.values[name as FieldName] !== patch[name as FieldName] || at > claimedAt,
    ),
  ),
});

const withoutDoubt = (doubtful: readonly Doubt[], claim: Doubt): Doubt[] =>
  doubtful.filter((doubt) => doubt.at !== claim.at || !sameKeys(doubt.patch, claim.patch));
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
