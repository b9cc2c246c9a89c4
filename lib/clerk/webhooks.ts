import 'server-only';
import { verifyWebhook } from '@clerk/nextjs/webhooks';
import { NextRequest } from 'next/server';
import { readBounded } from '@/lib/bounded-body';
import { env } from '@/lib/env';
import { recordAccepted, recordRefused } from './refused-webhooks';

/** What a webhook reports, in our own shape. `id`: Svix's, the same each time it is delivered. */
export type ClerkEvent = { id: string } &
  /** `updatedAt`: Clerk's, ms since 1970. Nothing else of the user is read: they are read from Clerk. */
  (
    | { kind: 'changed'; userId: string; updatedAt: number }
    | { kind: 'deleted'; userId: string }
    | { kind: 'session over'; userId: string; sessionId: string }
    | { kind: 'other'; type: string }
  );

/**
 * The largest body of a webhook, in bytes: a user with the full 8 KB of metadata and many addresses is a tenth of it.
 */
const BODY_LIMIT = 256 * 1024;

/**
 * Returns the event in a webhook, once the signature of its raw body is verified. `forged`: the signature, its age or
 * the body is not right. `too long`: so is the body, which is then not read to its end.
 */
export async function readWebhook(request: NextRequest): Promise<ClerkEvent | 'forged' | 'too long'> {
  const body = await readBounded(request, BODY_LIMIT);
  if (body === null) return 'too long';
  return (await verified(new NextRequest(request.url, { method: 'POST', headers: request.headers, body }))) ?? 'forged';
}

async function verified(request: NextRequest): Promise<ClerkEvent | null> {
  const event = await verifyWebhook(request, { signingSecret: env().CLERK_WEBHOOK_SIGNING_SECRET }).catch(
    (error: unknown) => recordRefused(whyRefused(error)),
  );
  const id = request.headers.get('svix-id');
  if (!event || !id) return null;
  recordAccepted();
  if (event.type === 'user.created' || event.type === 'user.updated')
    return { id, kind: 'changed', userId: event.data.id, updatedAt: event.data.updated_at };
  if (event.type === 'user.deleted' && event.data.id) return { id, kind: 'deleted', userId: event.data.id };
  if (event.type === 'session.ended' || event.type === 'session.removed' || event.type === 'session.revoked')
    return { id, kind: 'session over', userId: event.data.user_id, sessionId: event.data.id };
  return { id, kind: 'other', type: event.type };
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
