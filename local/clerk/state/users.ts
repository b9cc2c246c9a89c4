import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import {
  identifierExists,
  metadataTooLarge,
  notFound,
  paramInvalid,
  paramTooLong,
  passwordTooShort,
} from '../http/errors';
import { newId } from './ids';
import type { Metadata, State, StoredUser } from './state';

const derive = promisify(scrypt) as (password: string, salt: Buffer, length: number) => Promise<Buffer>;

export const MIN_PASSWORD = 8;
const MAX_NAME = 256;
/** Clerk's limit for each kind of metadata, in bytes. */
const MAX_METADATA = 8 * 1024;

/** A password as it is stored: salt and scrypt hash, hexadecimal. */
export async function hashPassword(password: string): Promise<string> {
  if (password.length < MIN_PASSWORD) throw passwordTooShort(MIN_PASSWORD);
  const salt = randomBytes(16);
  return `${salt.toString('hex')}:${(await derive(password, salt, 32)).toString('hex')}`;
}

/** False also where no password was ever set. */
export async function verifyPassword(password: string, stored: string): Promise<boolean> {
  if (stored === '') return false;
  const [salt = '', hash = ''] = stored.split(':');
  return timingSafeEqual(await derive(password, Buffer.from(salt, 'hex'), 32), Buffer.from(hash, 'hex'));
}

/** Clerk keeps an empty name as null. */
export const cleanName = (param: string, value: unknown): string | null => {
  if (value === null || value === undefined || value === '') return null;
  if (typeof value !== 'string') throw paramInvalid(param, `${param} must be a string.`);
  if (value.length > MAX_NAME) throw paramTooLong(param, MAX_NAME);
  return value;
};

export const cleanEmail = (value: unknown): string => {
  if (typeof value !== 'string' || !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value))
    throw paramInvalid('email_address', 'Email address must be a valid email address.');
  return value.toLowerCase();
};

export const findByEmail = (state: State, email: string): StoredUser | undefined =>
  Object.values(state.users).find((user) => user.email === email.toLowerCase());

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

/** Adds a user. Throws where the address is taken. */
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

/** Writes down that a user changed. Clerk's clock counts milliseconds, so two changes can have the same time. */
export function touchUser(user: StoredUser): void {
  user.updatedAt = Math.max(Date.now(), user.updatedAt);
}

const isObject = (value: unknown): value is Metadata =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Merges `patch` into `base` deeply; null deletes a key. */
export function deepMerge(base: Metadata, patch: Metadata): Metadata {
  const merged: Metadata = { ...base };
  for (const [key, value] of Object.entries(patch)) {
    const before = merged[key];
    if (value === null) delete merged[key];
    else merged[key] = isObject(value) ? deepMerge(isObject(before) ? before : {}, value) : value;
  }
  return merged;
}

export function cleanMetadata(param: string, value: unknown): Metadata {
  if (!isObject(value)) throw paramInvalid(param, `${param} must be an object.`);
  return value;
}

/** Refuses metadata over Clerk's limit. */
export function checkSize(param: string, metadata: Metadata): Metadata {
  if (Buffer.byteLength(JSON.stringify(metadata)) > MAX_METADATA) throw metadataTooLarge(param);
  return metadata;
}
