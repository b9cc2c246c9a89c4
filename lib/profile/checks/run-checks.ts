import 'server-only';
import { isNotSet } from '@/lib/profile/model/kinds/text-of';
import type { FieldName, Patch } from '@/lib/profile/model/values';
import type { Reasons } from '@/lib/profile/words/refusal-words';
import { isText } from '@/lib/texts/text';
import { within } from '@/lib/within';
import { CHECK_WITHIN_MS, type Check, type Checks } from './check';

/** A check that said nothing of its value, and why. */
export interface Unanswered {
  name: FieldName;
  why: 'too late' | 'failed';
  /** the message of what it threw */
  error?: string;
}

/**
 * Returns the messages of the checks that refuse a patch, and which checks said nothing. All are asked at once, within
 * one deadline, of the fields that the patch sets. Never throws.
 */
export async function runChecks(
  checks: Checks,
  patch: Patch,
  userId: string,
): Promise<{ messages: Reasons; unanswered: Unanswered[] }> {
  const messages: Reasons = {};
  const unanswered: Unanswered[] = [];
  const given = new AbortController();
  const ask = async (name: FieldName): Promise<void> => {
    const [check, value] = [checks[name] as Check | undefined, patch[name]];
    if (!check || value === undefined || isNotSet(value)) return;
    const asked = Promise.resolve().then(() => check(value, { userId, signal: given.signal }));
    const answer = await within(
      CHECK_WITHIN_MS,
      asked.then(
        (message) => ({ message }),
        (error: unknown) => ({ error: error instanceof Error ? error.message : 'what it threw is no error' }),
      ),
      () => undefined,
    );
    if (!answer) unanswered.push({ name, why: 'too late' });
    else if ('error' in answer) unanswered.push({ name, why: 'failed', error: answer.error });
    else if (isText(answer.message) && answer.message !== '') messages[name] = answer.message;
  };
  await Promise.all((Object.keys(patch) as FieldName[]).map(ask));
  given.abort(); // whatever still runs is of no use
  return { messages, unanswered };
}
