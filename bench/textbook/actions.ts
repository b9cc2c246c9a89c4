'use server';

import { auth, clerkClient } from '@clerk/nextjs/server';
import { db } from '@/lib/db/client';
import { patchSchema } from '@/lib/profile/model/values';

/** Keeps the app's audit from these rows. */
const NEVER = new Date('2100-01-01');

/** Saves as a textbook does: waits for Clerk twice, then for Postgres, and passes every error to the visitor. */
export async function saveTextbookAction(input: unknown): Promise<{ ok: true }> {
  const { userId } = await auth();
  if (!userId) throw new Error('Sign in first.');
  const { firstName, lastName, ...publicMetadata } = patchSchema.parse(input) as Record<string, string>;
  const clerk = await clerkClient();
  await clerk.users.updateUser(userId, { firstName, lastName });
  await clerk.users.updateUserMetadata(userId, { publicMetadata });
  const values = { firstName, lastName, ...publicMetadata };
  await db().profile.upsert({
    where: { userId },
    create: { userId, values, base: values, auditDueAt: NEVER },
    update: { values, base: values },
  });
  return { ok: true };
}

/** Does nothing: what framework and session alone cost. */
export async function doNothingAction(): Promise<{ ok: true }> {
  return { ok: true };
}
