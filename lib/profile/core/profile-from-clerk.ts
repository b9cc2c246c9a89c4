import type { Profile } from '@/lib/profile/model/profile';
import { readShown } from '@/lib/profile/model/values';
import { fromClerk, type ClerkShape } from './clerk-shape';
import { versionOf } from './version';

/** A profile as Clerk alone knows it, while Postgres is unreachable. */
export function profileFromClerk(user: ClerkShape): Profile {
  const told = { values: readShown(fromClerk(user)), revision: 0, pending: [], pendingSince: null, refused: {} };
  return { ...told, version: versionOf(told), source: 'clerk' };
}
