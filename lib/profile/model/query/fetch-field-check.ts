import * as z from 'zod/mini';
import { isText, type Text } from '@/lib/texts/text';
import type { FieldName } from '../values';
import { USER_HEADER } from './fetch-profile';

/** Where the check of a field is asked. */
const FIELD_CHECK_PATH = '/api/profile/check';

const schema = z.union([
  z.object({ is: z.enum(['accepted', 'unknown']) }),
  z.object({ is: z.literal('refused'), message: z.custom<Text>(isText) }),
]);

/** What is known of a value before it is saved. */
export type FieldCheck = z.output<typeof schema>;

/** A text in a field's control, and whose page it is. */
export interface TextToCheck {
  name: FieldName;
  text: string;
  userId: string | undefined;
}

/**
 * Asks the server for what a field's check says of a text. A request of its own and no server action: those are sent
 * one after the other, and a save would wait for it. The text is in the body, since addresses end up in logs.
 * @throws what `fetch` throws
 */
export async function fetchFieldCheck({ name, text, userId }: TextToCheck, signal: AbortSignal): Promise<FieldCheck> {
  const response = await fetch(FIELD_CHECK_PATH, {
    method: 'POST',
    signal,
    headers: { 'content-type': 'application/json', ...(userId !== undefined && { [USER_HEADER]: userId }) },
    body: JSON.stringify({ name, text }),
  });
  const check = schema.safeParse(response.ok ? await response.json() : null);
  return check.success ? check.data : { is: 'unknown' };
}
