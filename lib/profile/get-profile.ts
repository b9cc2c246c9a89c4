import 'server-only';
import type { SignedInUserId } from '@/lib/clerk/session';
import { isPostgresAway } from '@/lib/db/errors';
import { findProfileRow, type ProfileRow } from '@/lib/db/profile-rows';
import { log } from '@/lib/log';
import { fail, ok, type Result } from '@/lib/result';
import { readMirror, toProfile } from './mirror';
import type { Profile } from './profile';
import { pullFromClerk } from './pull-from-clerk';

/** How long Clerk's last answer is taken for current without asking again, in ms. */
export const FRESH_FOR_MS = 5 * 60_000;

const isFresh = (row: ProfileRow, now: number): boolean =>
  row.staleSince === null && row.checkedAt !== null && now - row.checkedAt.getTime() < FRESH_FOR_MS;

/**
 * The user's profile: from the mirror while it is fresh, else from Clerk under a deadline, else from the mirror and marked so.
 * Fails, with words for a person, where it is known to neither.
 */
export async function getProfile(userId: SignedInUserId): Promise<Result<Profile>> {
  try {
    return await readThroughMirror(userId);
  } catch (error) {
    if (!isPostgresAway(error)) throw error;
    log.error({ err: error, userId }, 'the profile could not be read: Postgres is away');
    return fail('Your profile can’t be loaded right now, because our database does not answer. Try again in a moment.');
  }
}

async function readThroughMirror(userId: SignedInUserId): Promise<Result<Profile>> {
  const row = await findProfileRow(userId);
  if (row && isFresh(row, Date.now())) return ok(toProfile(readMirror(row), 'checked'));

  const pulled = await pullFromClerk(userId);
  if (pulled.ok) return ok(pulled.profile);

  log[pulled.failure.kind === 'misconfigured' ? 'error' : 'warn']({ userId, failure: pulled.failure }, 'Clerk could not be read');
  if (row) return ok(toProfile(readMirror(row), 'mirror'));
  return fail('Your profile can’t be loaded right now, because Clerk does not answer. Try again in a moment.');
}
