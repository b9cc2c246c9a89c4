import type { ClerkFailure } from '@/lib/clerk/errors';
import type { ClerkAnswer } from '@/lib/clerk/users';
import { endpointOf, fieldOfParam, type ClerkWrites } from './clerk-shape';
import { fieldNames, pick, type FieldName, type Patch } from '@/lib/profile/model/values';

/** One call of a push: what it sent, and Clerk's answer. */
export interface SentCall {
  patch: Patch;
  answer: ClerkAnswer;
}

/** A failure by which Clerk rejects values for good. */
export type ClerkRefusal = Extract<ClerkFailure, { kind: 'refused' }>;

/** How many fields a push sends alone at most. With its two whole calls that is six of Clerk's ten updates in 10 s. */
export const MAX_SINGLE_FIELD_CALLS = 4;

/** Returns the part of a patch that is written through one of Clerk's endpoints. */
export const partFor = (endpoint: keyof ClerkWrites, patch: Patch): Patch =>
  pick(
    patch,
    fieldNames.filter((name) => endpointOf(name) === endpoint),
  );

/** Returns a patch split by Clerk's endpoints, the names first, without empty parts. */
export const wholeCalls = (patch: Patch): Patch[] =>
  [partFor('attributes', patch), partFor('metadata', patch)].filter((part) => Object.keys(part).length > 0);

/** Returns a patch split into patches of one field each. */
export const splitByField = (patch: Patch): Patch[] =>
  Object.entries(patch).map(([name, value]) => ({ [name]: value }));

/**
 * Returns the fields that a refusal is about: the one that Clerk names, else all if there is only one or the user is
 * not found (404), else none.
 */
export function refusedFields(patch: Patch, { param, status }: ClerkRefusal): FieldName[] {
  const names = Object.keys(patch) as FieldName[];
  const named = fieldOfParam(param, names);
  if (named) return [named];
  if (param?.startsWith('private_metadata.perdure')) return []; // the direct-save log is no field
  return names.length === 1 || status === 404 ? names : [];
}

/**
 * Returns what a push of `patch` sends next, after `sent`; null if it sends no more. First a whole call for each
 * endpoint; then alone, up to `maxSingles`, each field of a call whose refusal names none: only a field that is refused
 * alone is refused. The rest is left to the next push, and so is everything once Clerk fails a call for certain, as a
 * 429 does. Pure.
 */
export function nextCall(patch: Patch, sent: readonly SentCall[], maxSingles = MAX_SINGLE_FIELD_CALLS): Patch | null {
  if (sent.some(({ answer }) => hasFailedForCertain(answer))) return null;
  const whole = wholeCalls(patch);
  if (sent.length < whole.length) return whole[sent.length] ?? null;
  const singles = sent
    .slice(0, whole.length)
    .flatMap((call) => (isRefusedUnnamed(call) ? splitByField(call.patch) : []));
  return singles.slice(0, maxSingles)[sent.length - whole.length] ?? null;
}

/** Returns true if Clerk certainly took nothing: another call would only prolong its `Retry-After`. */
const hasFailedForCertain = (answer: ClerkAnswer): boolean =>
  !answer.ok && answer.failure.kind === 'transient' && !answer.failure.unknown;

const isRefusedUnnamed = ({ patch, answer }: SentCall): boolean =>
  !answer.ok && answer.failure.kind === 'refused' && refusedFields(patch, answer.failure).length === 0;
