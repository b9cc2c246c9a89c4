import 'server-only';
import type { SignedInUserId } from '@/lib/clerk/session/session';
import { checks } from '@/lib/profile/checks';
import { takeAllowance } from '@/lib/profile/checks/check-allowance';
import { runChecks } from '@/lib/profile/checks/run-checks';
import { isNotSet, parseText } from '@/lib/profile/model/kinds/text-of';
import type { FieldCheck } from '@/lib/profile/model/query/fetch-field-check';
import { fieldOf, type FieldName } from '@/lib/profile/model/values';

/**
 * Returns what the check of a field says of a text in its control, before it is saved; null if this person asks too
 * often. Nothing is known of a text that breaks the field's rule, nor where the check fails or takes too long.
 */
export async function checkField(userId: SignedInUserId, name: FieldName, text: string): Promise<FieldCheck | null> {
  const field = fieldOf(name);
  if (!checks[name] || field.locked !== undefined) return { is: 'unknown' };
  if (!takeAllowance(userId)) return null;
  const parsed = parseText(field, text);
  if (!parsed.ok || isNotSet(parsed.value)) return { is: 'unknown' };
  const { messages, unanswered } = await runChecks(checks, { [name]: parsed.value }, userId);
  const message = messages[name];
  if (message !== undefined) return { is: 'refused', message };
  return { is: unanswered.length === 0 ? 'accepted' : 'unknown' };
}
