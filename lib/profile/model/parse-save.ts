import * as z from 'zod/mini';
import { fail, ok, type Result } from '@/lib/result';
import { decodeText, message, type Text } from '@/lib/texts/text';
import { withLabelOf } from '@/lib/texts/entry-text';
import { attempts, type Save } from './profile';
import type { Value } from './value';
import { fieldNames, fieldOf, patchSchema } from './values';

/** No rules for what was there before: it may be older than they are. */
const baseSchema = z.record(z.string(), z.custom<Value>());
const saveSchema = z.pipe(
  z.object({
    saveId: z.uuid(),
    patch: patchSchema,
    attempt: z.optional(z.enum(attempts)),
    base: z.optional(baseSchema),
  }),
  z.transform(({ base, ...save }) => ({
    ...save,
    ...(base && { base: Object.fromEntries(Object.entries(base).filter(([name]) => name in save.patch)) }),
  })),
);

/** Returns a save as it came from outside, or what is wrong with it: messages under the names of their fields. */
export function parseSave(input: unknown): Result<Save> {
  const parsed = saveSchema.safeParse(input);
  if (parsed.success) return ok(parsed.data);
  const errors: Record<string, Text> = {};
  for (const issue of parsed.error.issues) {
    const [part, field] = issue.path;
    if (part === 'patch' && typeof field === 'string') errors[field] ??= messageOf(field, decodeText(issue.message));
  }
  if (Object.keys(errors).length > 0) return invalid(errors);
  return fail(message('failure.unreadableSave'));
}

/** Returns the failure of a save some of whose values cannot be saved, `errors` being messages under their fields. */
export const invalid = (errors: Record<string, Text>) => fail(message('failure.invalid'), errors);

function messageOf(field: string, text: Text): Text {
  const name = fieldNames.find((one) => one === field);
  return name ? withLabelOf(name, fieldOf(name).label, text) : text;
}
