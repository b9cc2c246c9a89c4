import 'server-only';
import { randomUUID } from 'node:crypto';
import { getVisitor } from '@/lib/clerk/session/session';
import { log } from '@/lib/log';
import type { LoadedProfile } from '@/lib/profile/model/loaded-profile';
import { readOwn } from './own-profile';
import { timeOfAnswer } from './time-of-answer';

/** Returns what a page needs for `<ProfileForm loaded>` to be there at once, and without a script. Never throws. */
export async function loadProfile(): Promise<LoadedProfile> {
  const visitor = await getVisitor();
  if (visitor.is !== 'signed in') return { is: visitor.is };
  const { userId } = visitor;
  const profile = await readOwn(userId).catch((error: unknown) => {
    // The page still comes: the browser asks again, and says what is wrong for as long as it is.
    log.error({ err: error, userId }, 'the profile page has no profile to show');
    return null;
  });
  return {
    is: 'signed in',
    userId,
    profile: profile?.ok ? profile.value : null,
    token: randomUUID(),
    at: timeOfAnswer(),
  };
}
