import type { ClerkFailure } from '@/lib/clerk/errors';
import type { ClerkAnswer } from '@/lib/clerk/users';
import { endpointOf, fieldOfParam } from './clerk-shape';
import { SEND_WITHIN_MS } from './schedule';
import { fieldNames, pick, type FieldName, type Patch } from '@/lib/profile/model/values';

/** One call of a push: what it carried and what came of it. */
export interface SentCall {
  patch: Patch;
  answer: ClerkAnswer;
}

export type ClerkRefusal = Extract<ClerkFailure, { kind: 'refused' }>;

/**
 * How many fields a push sends alone, at most: with its two whole calls that is six of the ten updates that Clerk
 * allows in 10 s.
 */
export const MAX_SINGLE_FIELD_CALLS = 4;

/** What of a patch is written by one of Clerk's endpoints. */
export const partFor = (endpoint: ReturnType<typeof endpointOf>, patch: Patch): Patch =>
  pick(
    patch,
    fieldNames.filter((name) => endpointOf(name) === endpoint),
  );

/** Splits pending values by Clerk's endpoints, the name call first. */
export const wholeCalls = (patch: Patch): Patch[] =>
  [partFor('attributes', patch), partFor('publicMetadata', patch)].filter((part) => Object.keys(part).length > 0);

/** Each field of a patch in a patch of its own. */
export const splitByField = (patch: Patch): Patch[] =>
  Object.entries(patch).map(([name, value]) => ({ [name]: value }));

/**
 * The fields that the refusal of a call is about: the one that Clerk names, or all where they are one or nobody is
 * there to have them. None where Clerk does not say which.
 */
export function refusedFields(patch: Patch, { param, status }: ClerkRefusal): FieldName[] {
  const names = Object.keys(patch) as FieldName[];
  if (param?.startsWith('private_metadata')) return []; // of ours, only the stamp goes there
  const named = fieldOfParam(param, names);
  if (named) return [named];
  return names.length === 1 || status === 404 ? names : [];
}

/**
 * What a push sends next of `patch`, after what it has sent; null where it is through. Nothing once Clerk limits it.
 * First a whole call for each endpoint; then, alone, the fields of a call that was refused without a word about which
 * of them: only what is refused alone is refused. What is left over is for the next push. `elapsedMs`: how long the
 * lease has been held. Pure.
 */
export function nextCall(
  patch: Patch,
  sent: readonly SentCall[],
  elapsedMs: number,
  mostAlone = MAX_SINGLE_FIELD_CALLS,
): Patch | null {
  if (elapsedMs > SEND_WITHIN_MS || sent.some(({ answer }) => isHeldBack(answer))) return null;
  const whole = wholeCalls(patch);
  if (sent.length < whole.length) return whole[sent.length] ?? null;
  const alone = sent.slice(0, whole.length).flatMap((call) => (isRefusedUnnamed(call) ? splitByField(call.patch) : []));
  return alone.slice(0, mostAlone)[sent.length - whole.length] ?? null;
}

/** Clerk took nothing, and says so: another call would only make it wait longer. */
const isHeldBack = (answer: ClerkAnswer): boolean =>
  !answer.ok && answer.failure.kind === 'transient' && !answer.failure.unknown;

const isRefusedUnnamed = ({ patch, answer }: SentCall): boolean =>
  !answer.ok && answer.failure.kind === 'refused' && refusedFields(patch, answer.failure).length === 0;
