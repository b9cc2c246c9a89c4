import 'server-only';
import type { Text } from '@/lib/texts/text';
import type { Value } from '@/lib/profile/model/value';
import type { ValidValues } from '@/lib/profile/model/values';

/** How long all checks of a save may take together, in ms. */
export const CHECK_WITHIN_MS = 1_000;

/** What a check is told beside the value. */
export interface CheckContext {
  /** whose value it is to be */
  userId: string;
  /** aborted when nobody waits for the check any more */
  signal: AbortSignal;
}

/**
 * Returns the message for a value that cannot be saved, or null. The value is set, and follows the rule of its field.
 * One that throws, or takes more than a second, does not stop the save.
 */
export type Check<Stored extends Value = Value> = (value: Stored, context: CheckContext) => Promise<Text | null>;

/** The checks of an app, by field. */
export type Checks = { [Name in keyof ValidValues]?: Check<NonNullable<ValidValues[Name]>> };
