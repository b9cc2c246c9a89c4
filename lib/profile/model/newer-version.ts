import type { Profile } from './profile';

/** The revision that a version begins with. */
const revisionOf = (version: string): number => Number.parseInt(version, 10);

/**
 * True where a version that was heard of is another than what is known, and not an older one: then it is worth asking
 * for.
 */
export function isNewerVersion(version: string, known: Profile | undefined): boolean {
  if (!known || known.source === 'clerk') return true;
  return version !== known.version && revisionOf(version) >= known.revision;
}
