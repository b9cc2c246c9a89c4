import 'server-only';
import type { User } from '@clerk/nextjs/server';
import { throughCircuit } from './circuit';
import { clerk, type Client } from './client';
import { withDeadline } from './deadline';
import { classifyClerkError, type ClerkFailure } from './errors';
import { failed, ok, type Result } from '@/lib/result';

/** A user as Clerk answered, in our own shape. Metadata holds any JSON. */
export interface ClerkUser {
  id: string;
  firstName: string | null;
  lastName: string | null;
  publicMetadata: Record<string, unknown>;
  privateMetadata: Record<string, unknown>;
  /** Clerk's `updated_at`, ms since 1970 */
  updatedAt: number;
}

/** Clerk's user, or why the call failed. */
export type ClerkAnswer = Result<ClerkUser, ClerkFailure>;

/** How long a write may take, in ms, or a read that nobody waits for. The outcome of a later answer is unknown. */
export const WRITE_DEADLINE_MS = 3_000;
/** How long a reader waits for Clerk before the mirror answers, in ms. */
export const READ_DEADLINE_MS = 1_500;

const toClerkUser = (user: User): ClerkUser => ({
  id: user.id,
  firstName: user.firstName,
  lastName: user.lastName,
  publicMetadata: { ...user.publicMetadata },
  privateMetadata: { ...user.privateMetadata },
  updatedAt: user.updatedAt,
});

const call = (id: string, deadlineMs: number, method: (client: Client) => Promise<User>): Promise<ClerkAnswer> =>
  throughCircuit(id, async () => {
    try {
      return ok(toClerkUser(await withDeadline(deadlineMs, () => method(clerk()))));
    } catch (error) {
      return failed(classifyClerkError(error));
    }
  });

/** Reads one user. Never throws. */
export const getClerkUser = (id: string, deadlineMs = READ_DEADLINE_MS): Promise<ClerkAnswer> =>
  call(id, deadlineMs, ({ users }) => users.getUser(id));

/** Sets the given attributes of a user; an empty string clears one. Never throws. */
export const writeClerkAttributes = (
  id: string,
  attributes: Partial<Record<'firstName' | 'lastName', string>>,
): Promise<ClerkAnswer> => call(id, WRITE_DEADLINE_MS, ({ users }) => users.updateUser(id, clearEmpty(attributes)));

/** Merges the given keys into a user's metadata; other keys stay as they are. Never throws. */
export const writeClerkMetadata = (
  id: string,
  metadata: { publicMetadata?: Record<string, unknown>; privateMetadata?: Record<string, unknown> },
): Promise<ClerkAnswer> => call(id, WRITE_DEADLINE_MS, ({ users }) => users.updateUserMetadata(id, metadata));

/** Clerk clears a name by null and not by "", although the SDK's type knows only strings. */
const clearEmpty = (attributes: Record<string, string>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(attributes).map(([key, value]) => [key, value === '' ? (null as unknown as string) : value]),
  );
