import type { NextRequest } from 'next/server';
import { z } from 'zod';
import { readBounded } from '@/lib/bounded-body';
import { getVisitor } from '@/lib/clerk/session/session';
import { log } from '@/lib/log';
import { USER_HEADER } from '@/lib/profile/model/query/fetch-profile';
import { fieldNames } from '@/lib/profile/model/values';
import { checkField } from '@/lib/profile/verbs/check-field';
import { answerUnverified } from '../answer';

/** The most that is read of a request, in bytes. */
const MOST_BYTES = 32 * 1024;

const headers = { 'cache-control': 'no-store' };
const problem = (status: number, message: string) => Response.json({ message }, { status, headers });

const inJson = z.string().transform((text, context): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    context.addIssue('is no JSON');
    return z.NEVER;
  }
});
const bodySchema = inJson.pipe(z.object({ name: z.enum(fieldNames), text: z.string() }));

/** Answers what the check of a field says of a text, while the signed-in person types it. Saves nothing. */
export async function POST(request: NextRequest): Promise<Response> {
  const visitor = await getVisitor();
  if (visitor.is === 'unknown') return answerUnverified(visitor.why);
  if (visitor.is === 'signed out') return problem(401, 'You are signed out.');
  const { userId } = visitor;
  if ((request.headers.get(USER_HEADER) ?? userId) !== userId)
    return problem(409, 'Somebody else has signed in on this browser.');
  const body = bodySchema.safeParse(await readBounded(request, MOST_BYTES));
  if (!body.success) return problem(400, 'This is no field and text.');
  const { name, text } = body.data;
  try {
    const check = await checkField(userId, name, text);
    return check ? Response.json(check, { headers }) : problem(429, 'Too many at once.');
  } catch (error) {
    log.error({ err: error, userId, field: name }, 'a field could not be checked');
    return problem(500, 'This could not be checked.');
  }
}
