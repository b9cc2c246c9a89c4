import type { ClerkUser } from '@/lib/clerk/users';
import type { ClerkShape } from '@/lib/profile/core/clerk-shape';

/** Returns a user as Clerk answers, with nothing set but what is given. */
export const aClerkUser = (over: Partial<ClerkUser> = {}): ClerkUser => ({
  id: 'user_1',
  firstName: null,
  lastName: null,
  username: null,
  publicMetadata: {},
  privateMetadata: {},
  unsafeMetadata: {},
  updatedAt: 0,
  ...over,
});

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
