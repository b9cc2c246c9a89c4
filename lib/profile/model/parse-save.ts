import * as z from 'zod/mini';
import { fail, ok, type Result } from '@/lib/result';
import { attempts, type Save } from './profile';
import type { Value } from './value';
import { patchSchema } from './values';

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
  const errors: Record<string, string> = {};
  for (const issue of parsed.error.issues) {
    const [part, field] = issue.path;
    if (part === 'patch' && typeof field === 'string') errors[field] ??= issue.message;
  }
  if (Object.keys(errors).length > 0) return invalid(errors);
  return fail('This save could not be read, and nothing was saved. Reload the page and try again.');
}

/** Returns the failure of a save some of whose values cannot be saved, `errors` being messages under their fields. */
export const invalid = (errors: Record<string, string>) =>
  fail('Some fields need another look. Nothing was saved.', errors);
