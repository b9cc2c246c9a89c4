import { aClerkUser } from '@/__tests__/support/builders';
import type { ClerkUser } from '@/lib/clerk/users';
import { toClerk } from '@/lib/profile/core/clerk-shape';
import type { Patch } from '@/lib/profile/model/values';
import { deepMerge } from '@/local/clerk/state/user/metadata';
import { reordered } from './any-field';

/** A user of whom Clerk knows nothing yet. */
export const nobody = aClerkUser({ firstName: null, lastName: null, username: null });

const json = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

/** Returns the user after a write, as Clerk makes it of one: "" clears an attribute, metadata is merged deeply. */
export function written(user: ClerkUser, patch: Patch, privateMetadata: Record<string, unknown> = {}): ClerkUser {
  const { attributes, metadata } = json(toClerk(patch));
  const set = Object.fromEntries(Object.entries(attributes).map(([key, text]) => [key, text === '' ? null : text]));
  const merged = (key: 'publicMetadata' | 'privateMetadata' | 'unsafeMetadata', more: object = {}) =>
    reordered(deepMerge(user[key], { ...metadata[key], ...json(more) }));
  return {
    ...user,
    ...set,
    publicMetadata: merged('publicMetadata'),
    privateMetadata: merged('privateMetadata', privateMetadata),
    unsafeMetadata: merged('unsafeMetadata'),
    updatedAt: user.updatedAt + 1,
  };
}
