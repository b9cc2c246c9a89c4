import type { Profile } from '@/lib/profile/model/profile';

/** Returns the revision that a version begins with. */
const revisionOf = (version: string): number => Number.parseInt(version, 10);

/** Returns true if an announced version is not the known one, and not older: then it is worth reading. Pure. */
export function isNewerVersion(version: string, known: Profile | undefined): boolean {
  if (!known || known.source === 'clerk') return true;
  return version !== known.version && revisionOf(version) >= known.revision;
}
