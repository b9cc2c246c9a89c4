import type { State, StoredUser } from '../state';
import { checkPrimary } from './identifications';
import { cleanUsername } from './usernames';
import { cleanName } from './users';

/** Checks one parameter for a user, and returns what applies it. */
type Attribute = (state: State, user: StoredUser, value: unknown) => () => void;

/** The attributes of a user that an update can set, by Clerk's parameter. */
const ATTRIBUTES: Record<string, Attribute> = {
  first_name: (_, user, value) => {
    const firstName = cleanName('first_name', value);
    return () => (user.firstName = firstName);
  },
  last_name: (_, user, value) => {
    const lastName = cleanName('last_name', value);
    return () => (user.lastName = lastName);
  },
  username: (state, user, value) => {
    const username = cleanUsername(state, value, user.id);
    return () => (user.username = username);
  },
  external_id: (_, user, value) => () => (user.externalId = typeof value === 'string' ? value : null),
  primary_email_address_id: (_, user, value) => {
    const id = checkPrimary(user, 'email_address', value);
    return () => (user.primaryEmailId = id);
  },
  primary_phone_number_id: (_, user, value) => {
    const id = checkPrimary(user, 'phone_number', value);
    return () => (user.primaryPhoneId = id);
  },
};

/** What the person's own browser can set. */
export const OWN_ATTRIBUTES = Object.keys(ATTRIBUTES).filter((param) => param !== 'external_id');
export const isAttribute = (param: string): boolean => Object.hasOwn(ATTRIBUTES, param);

/**
 * Checks attributes that are to be set, all before any is applied, and returns what applies them.
 * @throws Clerk's 422 if one breaks a rule
 */
export function attributeChange(state: State, user: StoredUser, given: Record<string, unknown>): () => void {
  const changes = Object.entries(given).flatMap(([param, value]) =>
    ATTRIBUTES[param] && value !== undefined ? [ATTRIBUTES[param](state, user, value)] : [],
  );
  return () => changes.forEach((apply) => apply());
}
