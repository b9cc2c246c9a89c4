import type { ClerkFailure } from '@/lib/clerk/errors';
import type { ClerkAnswer, ClerkUser } from '@/lib/clerk/users';
import { eachAlone, MOST_ALONE, refusedFields, type ClerkRefusal } from '@/lib/profile/core/plan-calls';
import { refusalInWords, type Reasons } from '@/lib/profile/words/refusal-words';
import { omit, type Patch } from '@/lib/profile/model/values';

export interface Taken {
  /**
   * why the writing ended before it was through: a refusal, where Clerk does not say what it is about; null where it
   * was through
   */
  failure: ClerkFailure | null;
  /** the user as the last write left them; null where there was none that Clerk took */
  user: ClerkUser | null;
  /** what was not turned down: written, where there is no failure */
  taken: Patch;
  turnedDown: Reasons;
  /** what of it is in Clerk for certain */
  landed: Patch;
  /** what of it may be there: Clerk did not tell what became of it */
  uncertain: Patch;
}

export interface Writes {
  /** writes what is left, and with it, where that can be, what was turned down so far */
  write: (taken: Patch, turnedDown: Reasons) => Promise<ClerkAnswer>;
  /** writes one field, only to learn whether Clerk takes it */
  writeAlone: (part: Patch) => Promise<ClerkAnswer>;
  /** `write` is to be made also where no field is left */
  evenNone: boolean;
}

/**
 * Writes fields by one of Clerk's endpoints, and again without those that Clerk turns down. Where it does not say
 * which, each is tried by itself. Ends at the first failure that is no refusal.
 */
export async function writeWhatIsTaken(fields: Patch, { write, writeAlone, evenNone }: Writes): Promise<Taken> {
  const turnedDown: Reasons = {};
  let taken = fields;
  let landed: Patch = {};
  const turnDown = (patch: Patch, failure: ClerkRefusal) => {
    for (const name of refusedFields(patch, failure)) turnedDown[name] = refusalInWords(name, failure);
  };
  const through = (user: ClerkUser | null): Taken => ({
    failure: null,
    user,
    taken,
    turnedDown,
    landed,
    uncertain: {},
  });
  const ended = (failure: ClerkFailure, sent: Patch): Taken => ({
    failure,
    user: null,
    taken,
    turnedDown,
    landed,
    uncertain: isUnknown(failure) ? sent : {},
  });

  while (sizeOf(taken) > 0 || evenNone) {
    const answer = await write(taken, turnedDown);
    if (answer.ok) {
      landed = { ...landed, ...taken };
      return through(answer.user);
    }
    if (answer.failure.kind !== 'refused') return ended(answer.failure, taken);
    const alone = refusedFields(taken, answer.failure).length === 0 ? eachAlone(taken).slice(0, MOST_ALONE) : [];
    turnDown(taken, answer.failure);
    for (const part of alone) {
      const one = await writeAlone(part);
      if (one.ok) {
        landed = { ...landed, ...part };
        continue;
      }
      if (one.failure.kind !== 'refused') return ended(one.failure, part);
      turnDown(part, one.failure);
    }
    const left = omit(taken, Object.keys(turnedDown));
    if (sizeOf(left) === sizeOf(taken)) return ended(answer.failure, {});
    taken = left;
  }
  return through(null);
}

const isUnknown = (failure: ClerkFailure): boolean => failure.kind === 'transient' && failure.unknown;

/** How many fields a patch has. */
export const sizeOf = (patch: Patch): number => Object.keys(patch).length;
