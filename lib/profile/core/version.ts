import { createHash } from 'node:crypto';
import type { Profile } from '@/lib/profile/model/profile';

/**
 * Names what a device is told of a profile: the revision, a dot, and a digest of all the rest. The same text for the
 * same profile, in every process.
 */
export const versionOf = (told: Omit<Profile, 'version' | 'source'>): string =>
  `${told.revision}.${createHash('sha256').update(JSON.stringify(told, inOrder)).digest('base64url').slice(0, 12)}`;

/** Postgres keeps no order of keys. */
const inOrder = (_key: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value;
