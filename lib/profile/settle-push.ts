import type { ClerkAnswer } from '@/lib/clerk/users';
import type { ClerkFailure } from '@/lib/clerk/errors';
import { endpointOf, fieldOfParam, fromClerk } from './clerk-shape';
import { merge, type FieldChange } from './merge';
import type { Doubt, Mirror } from './mirror';
import type { Refusals } from './profile';
import type { FieldName, Patch } from './values';

/** One call of a push: what it carried and what came of it. */
export interface SentCall {
  patch: Patch;
  answer: ClerkAnswer;
}

export interface Settled {
  mirror: Mirror;
  changes: Partial<Record<FieldName, FieldChange>>;
  /** the failure after which the push is to be tried again; null where none is */
  retry: ClerkFailure | null;
}

/**
 * The mirror after a push: each answer is merged as a pull is, each refusal is written down, and a call whose outcome is
 * unknown leaves its doubt behind. `claim` is the doubt that the claim wrote down before sending; `now` in ms since 1970.
 */
export function settlePush(mirror: Mirror, calls: readonly SentCall[], claim: Doubt, now: number): Settled {
  const settled: Settled = { mirror: withoutDoubt(mirror, claim), changes: {}, retry: null };
  for (const { patch, answer } of calls) {
    if (answer.ok) {
      const seen = { values: fromClerk(answer.user), updatedAt: answer.user.updatedAt };
      const merged = merge(settled.mirror, seen, now);
      if (merged.kind === 'merged') {
        settled.mirror = merged.mirror;
        Object.assign(settled.changes, merged.changes);
      }
    } else if (answer.failure.kind === 'refused') {
      settled.mirror = { ...settled.mirror, refused: { ...settled.mirror.refused, ...refusals(patch, answer.failure, now) } };
    } else {
      settled.retry = answer.failure;
      if (answer.failure.kind === 'transient' && answer.failure.unknown)
        settled.mirror = { ...settled.mirror, doubtful: [...settled.mirror.doubtful, { patch, at: claim.at }] };
    }
  }
  return settled;
}

const withoutDoubt = (mirror: Mirror, claim: Doubt): Mirror => ({
  ...mirror,
  doubtful: mirror.doubtful.filter((doubt) => doubt.at !== claim.at || !sameKeys(doubt.patch, claim.patch)),
});
const sameKeys = (a: Patch, b: Patch) => JSON.stringify(Object.entries(a).sort()) === JSON.stringify(Object.entries(b).sort());

/** Only the field that Clerk names is refused; where it names none of ours, every field of that call. */
function refusals(patch: Patch, failure: Extract<ClerkFailure, { kind: 'refused' }>, now: number): Refusals {
  const names = Object.keys(patch) as FieldName[];
  const named = fieldOfParam(failure.param, names);
  const refusal = { code: failure.code, message: failure.message, traceId: failure.traceId, at: new Date(now).toISOString() };
  return Object.fromEntries((named ? [named] : names).map((name) => [name, { ...refusal, value: patch[name] ?? '' }]));
}

/** Splits pending values by Clerk's endpoints, the name call first. */
export function callsOf(patch: Patch): Patch[] {
  const of = (endpoint: ReturnType<typeof endpointOf>) =>
    Object.fromEntries(Object.entries(patch).filter(([name]) => endpointOf(name as FieldName) === endpoint)) as Patch;
  return [of('attributes'), of('publicMetadata')].filter((part) => Object.keys(part).length > 0);
}
