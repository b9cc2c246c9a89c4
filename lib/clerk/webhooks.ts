import 'server-only';
import { verifyWebhook } from '@clerk/nextjs/webhooks';
import type { NextRequest } from 'next/server';
import { env } from '@/lib/env';
import type { ClerkUser } from './users';

/** What a webhook says of a user, in our own shape. */
export type ClerkEvent = { id: string } & (
  | { kind: 'changed'; user: ClerkUser }
  | { kind: 'deleted'; userId: string }
  | { kind: 'other'; type: string }
);

/** Verifies a webhook's signature on its raw body and reads it; null where the signature, its age or the body is not right. */
export async function readWebhook(request: NextRequest): Promise<ClerkEvent | null> {
  const event = await verifyWebhook(request, { signingSecret: env().CLERK_WEBHOOK_SIGNING_SECRET }).catch(() => null);
  const id = request.headers.get('svix-id');
  if (!event || !id) return null;
  if (event.type === 'user.created' || event.type === 'user.updated') {
    const { data } = event;
    const user = { id: data.id, firstName: data.first_name, lastName: data.last_name, publicMetadata: { ...data.public_metadata }, privateMetadata: { ...data.private_metadata }, updatedAt: data.updated_at };
    return { id, kind: 'changed', user };
  }
  if (event.type === 'user.deleted' && event.data.id) return { id, kind: 'deleted', userId: event.data.id };
  return { id, kind: 'other', type: event.type };
}
