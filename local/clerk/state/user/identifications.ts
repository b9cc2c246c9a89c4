import { identifierExists, identifierUnverified, notFound, paramInvalid, resourceMissing } from '../../json/errors';
import { newId } from '../ids';
import type { State, StoredIdentification, StoredUser } from '../state';
import { findByUsername } from './usernames';

/** The two kinds of identification that a user has several of: where they are stored, and what Clerk calls them. */
export const IDENTIFICATIONS = {
  email_address: { list: 'emails', primary: 'primaryEmailId' },
  phone_number: { list: 'phones', primary: 'primaryPhoneId' },
} as const;
export type IdentificationKind = keyof typeof IDENTIFICATIONS;

/**
 * Returns an e-mail address in lower case, or a phone number in E.164.
 * @throws Clerk's 422 if it is none
 */
export function cleanIdentification(kind: IdentificationKind, value: unknown): string {
  if (kind === 'email_address') {
    if (typeof value !== 'string' || !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value))
      throw paramInvalid(kind, 'email_address must be a valid email address.');
    return value.toLowerCase();
  }
  if (typeof value !== 'string' || !/^\+[1-9]\d{6,14}$/.test(value))
    throw paramInvalid(kind, 'phone_number must be a valid phone number according to E.164 international standard.');
  return value;
}

/** Returns whoever has this e-mail address or phone number. */
const findOwner = (state: State, kind: IdentificationKind, value: string): StoredUser | undefined =>
  Object.values(state.users).find((user) => user[IDENTIFICATIONS[kind].list].some((one) => one.value === value));

export const findByEmail = (state: State, email: string): StoredUser | undefined =>
  findOwner(state, 'email_address', email.toLowerCase());

/** Returns who signs in as this: by a verified e-mail address, or by a user name where those are on. */
export function findByIdentifier(state: State, identifier: string): StoredUser | undefined {
  const user = findByEmail(state, identifier);
  if (user?.emails.some(({ value, verified }) => verified && value === identifier.toLowerCase())) return user;
  return state.settings.usernames ? findByUsername(state, identifier) : undefined;
}

/**
 * Returns a new identification, which nobody has yet.
 * @throws Clerk's 422 if it is none, or somebody has it
 */
export function newIdentification(
  state: State,
  kind: IdentificationKind,
  value: unknown,
  verified = true,
): StoredIdentification {
  const clean = cleanIdentification(kind, value);
  if (findOwner(state, kind, clean)) throw identifierExists(kind);
  const now = Date.now();
  return { id: newId('idn'), value: clean, verified, createdAt: now, updatedAt: now };
}

/**
 * Returns the identification with this id, and whose it is.
 * @throws Clerk's 404 if there is none
 */
export function requireIdentification(state: State, kind: IdentificationKind, id: string) {
  for (const user of Object.values(state.users)) {
    const found = user[IDENTIFICATIONS[kind].list].find((one) => one.id === id);
    if (found) return { user, found };
  }
  throw notFound(kind, id);
}

/**
 * Returns the id of a user's own verified identification, which may become the primary one.
 * @throws Clerk's 422 if it is not theirs, or not verified
 */
export function checkPrimary(user: StoredUser, kind: IdentificationKind, id: unknown): string {
  const param = `primary_${kind}_id`;
  const found = user[IDENTIFICATIONS[kind].list].find((one) => one.id === id);
  if (!found) throw resourceMissing(param);
  if (!found.verified) throw identifierUnverified(param);
  return found.id;
}

/** Returns the user's primary e-mail address, else their user name or phone number: what Clerk calls them by. */
export const identifierOf = (user: StoredUser): string =>
  user.emails.find(({ id }) => id === user.primaryEmailId)?.value ?? user.username ?? user.phones[0]?.value ?? '';
