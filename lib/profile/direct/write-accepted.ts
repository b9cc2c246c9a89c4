import type { ClerkFailure } from '@/lib/clerk/errors';
import type { ClerkAnswer, ClerkUser } from '@/lib/clerk/users';
import { splitByField, MAX_SINGLE_FIELD_CALLS, refusedFields, type ClerkRefusal } from '@/lib/profile/core/plan-calls';
import { refusalInWords, type Reasons } from '@/lib/profile/words/refusal-words';
import { omit, type Patch } from '@/lib/profile/model/values';

export interface WriteOutcome {
  /**
   * why the writing ended before it was through: a refusal, where Clerk does not say what it is about; null where it
   * was through
   */
  failure: ClerkFailure | null;
  /** the user as the last write left them; null where there was none that Clerk took */
  user: ClerkUser | null;
  /** what was not turned down: written, where there is no failure */
  accepted: Patch;
  refused: Reasons;
  /** what of it is in Clerk for certain */
  landed: Patch;
  /** what of it may be there: Clerk did not tell what became of it */
  uncertain: Patch;
}

export interface Writes {
  /** writes what is left, and with it, where that can be, what was turned down so far */
  write: (accepted: Patch, refused: Reasons) => Promise<ClerkAnswer>;
  /** writes one field, only to learn whether Clerk takes it */
  writeAlone: (part: Patch) => Promise<ClerkAnswer>;
  /** `write` is to be made also where no field is left */
  evenNone: boolean;
}

/**
 * Writes fields by one of Clerk's endpoints, and again without those that Clerk turns down. Where it does not say
 * which, each is tried by itself. Ends at the first failure that is no refusal.
 */
export async function writeAccepted(fields: Patch, { write, writeAlone, evenNone }: Writes): Promise<WriteOutcome> {
  const refused: Reasons = {};
  let accepted = fields;
  let landed: Patch = {};
  const refuse = (patch: Patch, failure: ClerkRefusal) => {
    for (const name of refusedFields(patch, failure)) refused[name] = refusalInWords(name, failure);
  };
  const through = (user: ClerkUser | null): WriteOutcome => ({
    failure: null,
    user,
    accepted,
    refused,
    landed,
    uncertain: {},
  });
  const ended = (failure: ClerkFailure, sent: Patch): WriteOutcome => ({
    failure,
    user: null,
    accepted,
    refused,
    landed,
    uncertain: isUnknown(failure) ? sent : {},
  });

  while (sizeOf(accepted) > 0 || evenNone) {
    const answer = await write(accepted, refused);
    if (answer.ok) {
      landed = { ...landed, ...accepted };
      return through(answer.value);
    }
    if (answer.failure.kind !== 'refused') return ended(answer.failure, accepted);
    const alone =
      refusedFields(accepted, answer.failure).length === 0
        ? splitByField(accepted).slice(0, MAX_SINGLE_FIELD_CALLS)
        : [];
    refuse(accepted, answer.failure);
    for (const part of alone) {
      const one = await writeAlone(part);
      if (one.ok) {
        landed = { ...landed, ...part };
        continue;
      }
      if (one.failure.kind !== 'refused') return ended(one.failure, part);
      refuse(part, one.failure);
    }
    const left = omit(accepted, Object.keys(refused));
    if (sizeOf(left) === sizeOf(accepted)) return ended(answer.failure, {});
    accepted = left;
  }
  return through(null);
}

const isUnknown = (failure: ClerkFailure): boolean => failure.kind === 'transient' && failure.unknown;

/** How many fields a patch has. */
export const sizeOf = (patch: Patch): number => Object.keys(patch).length;
