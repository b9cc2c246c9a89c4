import { randomUUID } from 'node:crypto';
import type { ClerkUser } from '@/lib/clerk/users';
import type { ClerkShape } from '@/lib/profile/core/clerk-shape';
import { newMirror, type Field, type Mirror } from '@/lib/profile/core/mirror';
import type { FieldName, Patch } from '@/lib/profile/model/values';
import type { LocalClerk, NewLocalUser } from '@/local/clerk/start';
import { annsValues } from './a-profile';
import { withFields } from './mirror';

export { aProfile, aRefusal } from './a-profile';

/** Returns a user as Clerk answers, in the app's shape: Ann Lindqvist, with whatever a test is about. */
export const aClerkUser = (over: Partial<ClerkUser> = {}): ClerkUser => ({
  id: 'user_ann',
  firstName: 'Ann',
  lastName: 'Lindqvist',
  username: null,
  publicMetadata: {},
  privateMetadata: {},
  unsafeMetadata: {},
  imageUrl: null,
  updatedAt: Date.UTC(2026, 0),
  ...over,
});

/** Signs a real user up in a running local Clerk, and returns them as its Backend API shows them. */
export const aUserIn = ({ createUser }: Pick<LocalClerk, 'createUser'>, given: Partial<NewLocalUser> = {}) =>
  createUser({ email: `${randomUUID()}@example.com`, ...given });

/** What a test can say of a mirror: its values, more of some fields, when Clerk was read, and any other part. */
interface SomeMirror extends Partial<Omit<Mirror, 'fields'>> {
  values?: Patch;
  fields?: Partial<Record<FieldName, Partial<Field>>>;
}

/**
 * Returns what is known of one person: Ann Lindqvist, confirmed by Clerk when it was last read. `readAt` is that time,
 * in ms since 1970.
 */
export function aMirror(
  { values, fields = {}, ...over }: SomeMirror = {},
  readAt = over.clerkReadAt ?? Date.UTC(2026, 0),
): Mirror {
  return withFields({ ...newMirror({ ...annsValues(), ...values }, readAt, readAt), ...over }, fields);
}

/** The part of a user in Clerk's own JSON that holds fields. */
interface UserJson {
  first_name: string | null;
  last_name: string | null;
  username?: string | null;
  public_metadata: object;
  private_metadata: object;
  unsafe_metadata?: object;
}

/** Returns a user in Clerk's own JSON as the core reads it. */
export const clerkShapeOf = (user: UserJson): ClerkShape => ({
  firstName: user.first_name,
  lastName: user.last_name,
  username: user.username ?? null,
  publicMetadata: { ...user.public_metadata },
  privateMetadata: { ...user.private_metadata },
  unsafeMetadata: { ...user.unsafe_metadata },
});
