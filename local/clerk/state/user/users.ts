import { notFound, paramInvalid, paramTooLong } from '../../json/errors';
import { newId } from '../ids';
import type { Metadata, State, StoredUser } from '../state';
import { newIdentification } from './identifications';
import { checkSize } from './metadata';
import { cleanUsername } from './usernames';

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
 * Returns the user with this id.
 * @throws Clerk's 404 if there is none
 */
export function requireUser(state: State, id: string): StoredUser {
  const user = state.users[id];
  if (!user) throw notFound('user', id);
  return user;
}

/** A user who does not exist yet. The first address and the first number are the primary ones. */
export interface NewUser {
  emails: readonly unknown[];
  phones?: readonly unknown[];
  passwordHash: string;
  username?: unknown;
  firstName?: unknown;
  lastName?: unknown;
  externalId?: string | null;
  publicMetadata?: Metadata;
  privateMetadata?: Metadata;
  unsafeMetadata?: Metadata;
}

/**
 * Adds a user, whose addresses and numbers are verified.
 * @throws Clerk's 422 if anything of them breaks Clerk's rules, or somebody has it already
 */
export function addUser(state: State, given: NewUser): StoredUser {
  const emails = given.emails.map((value) => newIdentification(state, 'email_address', value));
  const phones = (given.phones ?? []).map((value) => newIdentification(state, 'phone_number', value));
  const now = Date.now();
  const user: StoredUser = {
    id: newId('user'),
    username: given.username === undefined || given.username === null ? null : cleanUsername(state, given.username),
    emails,
    primaryEmailId: emails[0]?.id ?? null,
    phones,
    primaryPhoneId: phones[0]?.id ?? null,
    passwordHash: given.passwordHash,
    firstName: cleanName('first_name', given.firstName),
    lastName: cleanName('last_name', given.lastName),
    publicMetadata: checkSize('public_metadata', given.publicMetadata ?? {}),
    privateMetadata: checkSize('private_metadata', given.privateMetadata ?? {}),
    unsafeMetadata: checkSize('unsafe_metadata', given.unsafeMetadata ?? {}),
    externalId: given.externalId ?? null,
    image: null,
    createdAt: now,
    updatedAt: now,
    lastSignInAt: null,
  };
  state.users[user.id] = user;
  return user;
}
