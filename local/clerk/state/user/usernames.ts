import { identifierExists, paramInvalid, paramUnknown, usernameInvalid } from '../../json/errors';
import type { State, StoredUser } from '../state';

/** Clerk's limits for the length of a user name, in characters, unless an instance has its own. */
export const USERNAME_LENGTH = { min: 4, max: 64 };

/** Returns the user with this name, in whatever case it is written. */
export const findByUsername = (state: State, username: string): StoredUser | undefined =>
  Object.values(state.users).find((user) => user.username === username.toLowerCase());

/**
 * Returns a user name as Clerk stores it: in lower case, null if empty. `ownId` is of the user who is to have it.
 * @throws Clerk's 422 if user names are off, or it breaks Clerk's rules, or another user has it
 */
export function cleanUsername(state: State, value: unknown, ownId?: string): string | null {
  if (!state.settings.usernames) throw paramUnknown('username');
  if (value === null || value === undefined || value === '') return null;
  if (typeof value !== 'string') throw paramInvalid('username', 'username must be a string.');
  const { min, max } = USERNAME_LENGTH;
  if (/^\+[1-9]\d{6,14}$/.test(value)) throw usernameInvalid('cannot_be_phone_number');
  if (value.length < min || value.length > max) throw usernameInvalid('invalid_length', { min, max });
  if (!/^[\w-]+$/.test(value)) throw usernameInvalid('invalid_character');
  if (/^\d+$/.test(value)) throw usernameInvalid('needs_non_number_char');
  const owner = findByUsername(state, value);
  if (owner && owner.id !== ownId) throw identifierExists('username');
  return value.toLowerCase();
}
