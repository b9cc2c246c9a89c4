import type { ClerkFailure } from '@/lib/clerk/errors';
import type { ClerkAnswer, ClerkUser } from '@/lib/clerk/users';
import { splitByField, MAX_SINGLE_FIELD_CALLS, refusedFields, type ClerkRefusal } from '@/lib/profile/core/plan-calls';
import { refusalInWords, type Reasons } from '@/lib/profile/words/refusal-words';
import { omit, type Patch } from '@/lib/profile/model/values';

/** The outcome of writing fields through one of Clerk's endpoints. */
export interface WriteOutcome {
  /** why the writing stopped early, such as a refusal that names no field; null if it was completed */
  failure: ClerkFailure | null;
  /** the user as the last write left them; null if no write succeeded */
  user: ClerkUser | null;
  /** the fields that Clerk did not refuse: all written, if there is no failure */
  accepted: Patch;
  refused: Reasons;
  /** the fields that are in Clerk for certain */
  landed: Patch;
  /** the fields that may be in Clerk: the outcome of their write is unknown */
  uncertain: Patch;
}

/** The calls that write fields through one of Clerk's endpoints. */
export interface Writes {
  /** writes the fields that were not refused so far, and logs those that were, if the endpoint can */
  write: (accepted: Patch, refused: Reasons) => Promise<ClerkAnswer>;
  /** writes one field, to find out whether Clerk refuses it */
  writeSingle: (part: Patch) => Promise<ClerkAnswer>;
  /** true if `write` is to be called even if no field is left */
  evenIfEmpty: boolean;
}

/**
 * Writes fields through one of Clerk's endpoints, and repeats it without the fields that Clerk refuses. If a refusal
 * names no field, each is tried alone. Stops at the first failure that is not a refusal. Never throws.
 */
export async function writeAccepted(fields: Patch, { write, writeSingle, evenIfEmpty }: Writes): Promise<WriteOutcome> {
  const refused: Reasons = {};
  let accepted = fields;
  let landed: Patch = {};
  const refuse = (patch: Patch, failure: ClerkRefusal) => {
    for (const name of refusedFields(patch, failure)) refused[name] = refusalInWords(name, failure);
  };
  const completed = (user: ClerkUser | null): WriteOutcome => ({
    failure: null,
    user,
    accepted,
    refused,
    landed,
    uncertain: {},
  });
  const stopped = (failure: ClerkFailure, sent: Patch): WriteOutcome => ({
    failure,
    user: null,
    accepted,
    refused,
    landed,
    uncertain: isUnknown(failure) ? sent : {},
  });

  while (sizeOf(accepted) > 0 || evenIfEmpty) {
    const answer = await write(accepted, refused);
    if (answer.ok) {
      landed = { ...landed, ...accepted };
      return completed(answer.value);
    }
    if (answer.failure.kind !== 'refused') return stopped(answer.failure, accepted);
    const singles =
      refusedFields(accepted, answer.failure).length === 0
        ? splitByField(accepted).slice(0, MAX_SINGLE_FIELD_CALLS)
        : [];
    refuse(accepted, answer.failure);
    for (const part of singles) {
      const one = await writeSingle(part);
      if (one.ok) {
        landed = { ...landed, ...part };
        continue;
      }
      if (one.failure.kind !== 'refused') return stopped(one.failure, part);
      refuse(part, one.failure);
    }
    const left = omit(accepted, Object.keys(refused));
    if (sizeOf(left) === sizeOf(accepted)) return stopped(answer.failure, {});
    accepted = left;
  }
  return completed(null);
}

const isUnknown = (failure: ClerkFailure): boolean => failure.kind === 'transient' && failure.unknown;

/** Returns how many fields a patch has. */
export const sizeOf = (patch: Patch): number => Object.keys(patch).length;
