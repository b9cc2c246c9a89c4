import type { Context } from 'hono';
import { paramInvalid } from '../../json/errors';

export type Body = Record<string, unknown>;

/**
 * Returns the JSON object in a request's body; {} if the body is empty.
 * @throws Clerk's 422 if it is anything else
 */
export async function readBody(c: Context): Promise<Body> {
  const text = await c.req.text();
  if (text === '') return {};
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    throw paramInvalid('body', 'The request body is not valid JSON.');
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw paramInvalid('body', 'The request body must be an object.');
  return body as Body;
}
