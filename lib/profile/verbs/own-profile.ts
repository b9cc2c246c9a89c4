import 'server-only';
import { cache } from 'react';
import { headers } from 'next/headers';
import { getVisitor, requireUserId, type SignedInUserId } from '@/lib/clerk/session/session';
import { nameOf, type Text } from '@/lib/texts/text';
import { failForNow, ok, type Result } from '@/lib/result';
import { directSaveAtIn } from '@/lib/profile/model/direct-save-cookie';
import { displayName } from '@/lib/profile/model/initials';
import type { Profile } from '@/lib/profile/model/profile';
import { omit, validValues, type ValidValues } from '@/lib/profile/model/values';
import { withoutRefused } from '@/lib/profile/model/without-refused';
import { unverified } from '@/lib/profile/words/failure-words';
import { getProfile } from './get-profile';

/** The signed-in person's own profile, private fields too, and where it stands. */
export interface OwnProfile extends Omit<Profile, 'values'> {
  userId: SignedInUserId;
  /** the saved values that follow their fields' rules, with what Clerk holds in place of each that it refused */
  values: ValidValues;
  /** first and last name; "" if neither is known */
  displayName: string;
}

/** Thrown where the signed-in person's profile cannot be read; `reason` is for them. */
export class OwnProfileUnavailable extends Error {
  override readonly name = 'OwnProfileUnavailable';

  /** `reason`: for a person */
  constructor(readonly reason: Text) {
    super(nameOf(reason));
  }
}

/**
 * Returns the signed-in person's own profile, or why it cannot be read; null if nobody is signed in. However often a
 * page asks, it is read once in a request.
 * @throws what is a fault of ours
 */
export const getOwnProfile = cache(async (): Promise<Result<OwnProfile> | null> => {
  const visitor = await getVisitor();
  if (visitor.is === 'signed out') return null;
  if (visitor.is === 'signed in') return read(visitor.userId);
  const { message, ...why } = unverified(visitor.why);
  return failForNow(message, why);
});

/**
 * Returns the signed-in person's own profile. Redirects everybody else to the sign-in page, which leads back here.
 * @throws OwnProfileUnavailable if it cannot be read, for the page's `error.tsx`; what is a fault of ours
 */
export async function requireProfile(): Promise<OwnProfile> {
  const profile = (await getOwnProfile()) ?? (await read(await requireUserId()));
  if (!profile.ok) throw new OwnProfileUnavailable(profile.failure.message);
  return profile.value;
}

/** Returns a signed-in person's profile as their own devices show it, read once in a request. */
export const readOwn = cache(async (userId: SignedInUserId): Promise<Result<Profile>> =>
  getProfile(userId, { directSaveAt: directSaveAtIn((await headers()).get('cookie')) }),
);

async function read(userId: SignedInUserId): Promise<Result<OwnProfile>> {
  const profile = await readOwn(userId);
  if (!profile.ok) return profile;
  const values = withoutRefused(profile.value);
  return ok({
    ...profile.value,
    userId,
    values: validValues(omit(values, profile.value.unknown ?? [])), // while Postgres cannot be read
    displayName: displayName(values),
  });
}
