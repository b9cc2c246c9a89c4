import 'server-only';
import type { User } from '@clerk/nextjs/server';
import { throughCircuit } from './circuit';
import { clerk, type Client } from './client';
import { withDeadline } from './deadline';
import { classifyClerkError, type ClerkFailure } from './errors';
import { countRequest } from './rate-limit';
import { failed, ok, type Result } from '@/lib/result';

/** A user as Clerk answered, in our own shape. Metadata holds any JSON. */
export interface ClerkUser {
  id: string;
  firstName: string | null;
  lastName: string | null;
  /** in lower case, as Clerk keeps it; null while they have none */
  username: string | null;
  publicMetadata: Record<string, unknown>;
  privateMetadata: Record<string, unknown>;
  /** written by the person's own browser too */
  unsafeMetadata: Record<string, unknown>;
  /** the picture that they chose; null while Clerk draws one */
  imageUrl: string | null;
  /** Clerk's `updated_at`, ms since 1970 */
  updatedAt: number;
}

/** Clerk's user, or why the call failed. */
export type ClerkAnswer = Result<ClerkUser, ClerkFailure>;

/** The most users of one list: Clerk refuses more ids. Source: its Backend API, `GET /users`. */
export const MAX_LISTED = 100;

/** How long a write may take, in ms, or a read that nobody waits for. The outcome of a later answer is unknown. */
export const WRITE_DEADLINE_MS = 3_000;
/** How long a reader waits for Clerk before the mirror answers, in ms. */
export const READ_DEADLINE_MS = 1_500;

const toClerkUser = (user: User): ClerkUser => ({
  id: user.id,
  firstName: user.firstName,
  lastName: user.lastName,
  username: user.username,
  publicMetadata: { ...user.publicMetadata },
  privateMetadata: { ...user.privateMetadata },
  unsafeMetadata: { ...user.unsafeMetadata },
  imageUrl: user.hasImage ? user.imageUrl : null,
  updatedAt: user.updatedAt,
});

/** Makes a call through the circuit, with a deadline. `userId` is null for one about several users. */
const call = <T>(
  userId: string | null,
  deadlineMs: number,
  method: (client: Client) => Promise<T>,
): Promise<Result<T, ClerkFailure>> =>
  throughCircuit(userId, async () => {
    countRequest();
    try {
      return ok(await withDeadline(deadlineMs, () => method(clerk())));
    } catch (error) {
      return failed(classifyClerkError(error));
    }
  });

/** Reads one user. Never throws. */
export const getClerkUser = (id: string, deadlineMs = READ_DEADLINE_MS): Promise<ClerkAnswer> =>
  call(id, deadlineMs, async ({ users }) => toClerkUser(await users.getUser(id)));

/**
 * Reads up to 100 users in one request, in any order. Never throws. Users that Clerk does not list are left out: that
 * somebody is deleted is certain only once `getClerkUser` is refused with 404.
 */
export async function listClerkUsers(ids: readonly string[]): Promise<Result<ClerkUser[], ClerkFailure>> {
  if (ids.length === 0) return ok([]); // no id is no filter: Clerk would list everybody
  return call(null, WRITE_DEADLINE_MS, async ({ users }) => {
    const { data } = await withoutCount(users).getUserList({ userId: [...ids], limit: ids.length });
    return data.map(toClerkUser);
  });
}

/** Returns the id of the user with a user name, in whatever capitals; null if nobody has it. Never throws. */
export const findUserIdByUsername = (
  username: string,
  deadlineMs: number,
): Promise<Result<string | null, ClerkFailure>> =>
  call(null, deadlineMs, async ({ users }) => {
    const { data } = await withoutCount(users).getUserList({ username: [username], limit: 1 });
    return data[0]?.id ?? null;
  });

/** Returns the SDK's users, whose list makes one request: it calls its own `getCount` too, which would be a second. */
const withoutCount = (users: Client['users']): Client['users'] =>
  Object.create(users, { getCount: { value: () => Promise.resolve(0) } }) as Client['users'];

/** Sets the given attributes of a user; an empty string clears one. Never throws. */
export const writeClerkAttributes = (
  id: string,
  attributes: Partial<Record<'firstName' | 'lastName' | 'username', string>>,
): Promise<ClerkAnswer> =>
  call(id, WRITE_DEADLINE_MS, async ({ users }) => toClerkUser(await users.updateUser(id, clearEmpty(attributes))));

/** Merges the given keys into a user's metadata; other keys stay as they are. Never throws. */
export const writeClerkMetadata = (
  id: string,
  metadata: Partial<Pick<ClerkUser, 'publicMetadata' | 'privateMetadata' | 'unsafeMetadata'>>,
): Promise<ClerkAnswer> =>
  call(id, WRITE_DEADLINE_MS, async ({ users }) => toClerkUser(await users.updateUserMetadata(id, metadata)));

/** Clerk clears a name by null and not by "", although the SDK's type knows only strings. */
const clearEmpty = (attributes: Record<string, string>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(attributes).map(([key, value]) => [key, value === '' ? (null as unknown as string) : value]),
  );
