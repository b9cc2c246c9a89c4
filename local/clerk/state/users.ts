import { identifierExists, notFound, paramInvalid, paramTooLong } from '../json/errors';
import { newId } from './ids';
import type { Metadata, State, StoredUser } from './state';

/** Clerk's limit for a name, in characters. */
const MAX_NAME = 256;

/**
 * Returns a name as Clerk stores it: null if empty.
 * @throws Clerk's 422 if it is no string or too long
 */
export const cleanName = (param: string, value: unknown): string | null => {
  if (value === null || value === undefined || value === '') return null;
  if (typeof value !== 'string') throw paramInvalid(param, `${param} must be a string.`);
  if (value.length > MAX_NAME) throw paramTooLong(param, MAX_NAME);
  return value;
};

/**
 * Returns an e-mail address in lower case.
 * @throws Clerk's 422 if it is none
 */
export const cleanEmail = (value: unknown): string => {
  if (typeof value !== 'string' || !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value))
    throw paramInvalid('email_address', 'Email address must be a valid email address.');
  return value.toLowerCase();
};

export const findByEmail = (state: State, email: string): StoredUser | undefined =>
  Object.values(state.users).find((user) => user.email === email.toLowerCase());

/**
 * Returns the user with this id.
 * @throws Clerk's 404 if there is none
 */
export function requireUser(state: State, id: string): StoredUser {
  const user = state.users[id];
  if (!user) throw notFound('user', id);
  return user;
}

export interface NewUser {
  email: string;
  passwordHash: string;
  firstName?: string | null;
  lastName?: string | null;
  unsafeMetadata?: Metadata;
}

/**
 * Adds a user.
 * @throws Clerk's 422 if the e-mail address is taken
 */
export function addUser(
  state: State,
  { email, passwordHash, firstName = null, lastName = null, unsafeMetadata = {} }: NewUser,
): StoredUser {
  if (findByEmail(state, email)) throw identifierExists();
  const now = Date.now();
  const user: StoredUser = {
    id: newId('user'),
    email,
    emailId: newId('idn'),
    passwordHash,
    firstName,
    lastName,
    publicMetadata: {},
    privateMetadata: {},
    unsafeMetadata,
    externalId: null,
    image: null,
    createdAt: now,
    updatedAt: now,
    lastSignInAt: null,
  };
  state.users[user.id] = user;
  return user;
}

/** Moves a user's time of change to now. It counts milliseconds, so two changes can share one. */
export function touchUser(user: StoredUser): void {
  user.updatedAt = Math.max(Date.now(), user.updatedAt);
}
