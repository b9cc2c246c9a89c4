import 'server-only';
import { verifyWebhook } from '@clerk/nextjs/webhooks';
import { NextRequest } from 'next/server';
import { z } from 'zod';
import { readBounded } from '@/lib/bounded-body';
import { env } from '@/lib/env';
import { log } from '@/lib/log';
import { recordAccepted, recordRefused } from './refused-webhooks';

/** Clerk's id of a user or a session: Postgres stores no NUL in a text, and notifies of 8,000 bytes at most. */
const idSchema = z.string().regex(/^[\w-]{1,255}$/);
/** ms since 1970, in years of four digits: later ones are spelled in more than one way. */
const timeSchema = z.number().min(0).max(Date.UTC(9_000));

const changedSchema = z
  .object({ id: idSchema, updated_at: timeSchema })
  .transform(({ id, updated_at }) => ({ kind: 'changed' as const, userId: id, updatedAt: updated_at }));
const deletedSchema = z.object({ id: idSchema }).transform(({ id }) => ({ kind: 'deleted' as const, userId: id }));
const sessionOverSchema = z
  .object({ id: idSchema, user_id: idSchema })
  .transform(({ id, user_id }) => ({ kind: 'session over' as const, userId: user_id, sessionId: id }));

/** What is read of each event's data. Nothing else of a user is: they are read from Clerk. */
const dataSchemas = new Map<string, typeof changedSchema | typeof deletedSchema | typeof sessionOverSchema>([
  ['user.created', changedSchema],
  ['user.updated', changedSchema],
  ['user.deleted', deletedSchema],
  ['session.ended', sessionOverSchema],
  ['session.removed', sessionOverSchema],
  ['session.revoked', sessionOverSchema],
]);

/** What a webhook reports. `id`: Svix's, the same each time it is delivered. `updatedAt`: Clerk's, in ms since 1970. */
export type ClerkEvent = { id: string } & (
  | { kind: 'changed'; userId: string; updatedAt: number }
  | { kind: 'deleted'; userId: string }
  | { kind: 'session over'; userId: string; sessionId: string }
  | { kind: 'other' }
);

/**
 * The largest body of a webhook, in bytes: a user with the full 8 KB of metadata and many addresses is a tenth of it.
 */
const BODY_LIMIT = 256 * 1024;

/**
 * Returns the event in a webhook, once the signature of its raw body is verified. `forged`: the signature, its age or
 * the body is not right. `malformed`: it is signed, and its data is not that of its event. `too long`: so is the body,
 * which is then not read to its end.
 */
export async function readWebhook(request: NextRequest): Promise<ClerkEvent | 'forged' | 'malformed' | 'too long'> {
  const body = await readBounded(request, BODY_LIMIT);
  if (body === null) return 'too long';
  const event = await verified(new NextRequest(request.url, { method: 'POST', headers: request.headers, body }));
  return event ? parsed(event) : 'forged';
}

/** A signed event whose data is not checked yet. */
interface SignedEvent {
  id: string;
  type: unknown;
  data: unknown;
}

async function verified(request: NextRequest): Promise<SignedEvent | null> {
  const event = await verifyWebhook(request, { signingSecret: env().CLERK_WEBHOOK_SIGNING_SECRET }).catch(
    (error: unknown) => recordRefused(whyRefused(error)),
  );
  const id = request.headers.get('svix-id');
  if (!event || !id) return null;
  recordAccepted();
  return { id, type: event.type, data: event.data };
}

/** Checks a signed event. Logs one that is malformed by its type alone: its data is that of a person. */
function parsed({ id, type, data }: SignedEvent): ClerkEvent | 'malformed' {
  const schema = typeof type === 'string' ? dataSchemas.get(type) : z.never();
  if (!schema) return { id, kind: 'other' };
  const { data: event } = schema.safeParse(data);
  if (event) return { id, ...event };
  log.error(
    { webhook: id, type: typeof type === 'string' ? type : null },
    'a signed webhook is refused: its data is not what this app expects of such an event',
  );
  return 'malformed';
}

/** Returns what the verifier found wrong, in our words: its own can quote a body that is not JSON. */
function whyRefused(error: unknown): string {
  const message = error instanceof Error ? error.message : '';
  if (/Missing required/i.test(message)) return 'it has no signature, id or time';
  if (/timestamp too (old|new)/i.test(message)) return 'it was signed more than five minutes away from this clock';
  if (/No matching signature|Invalid Signature Headers/i.test(message)) return 'it is not signed with this secret';
  if (/Base64/i.test(message)) return 'the secret itself is not base64';
  return 'it cannot be read';
}
