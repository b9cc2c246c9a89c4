import { fieldNames, fieldOf, type ValidValues } from './values';

/** What other people may know of a person: the fields whose `visibility` is `public`, as Clerk holds them. */
export interface PublicProfile {
  /** Clerk's user id */
  id: string;
  /** the public values that follow their fields' rules; a value that breaks its rule, or is not known, is left out */
  values: ValidValues;
  /** first and last name, as far as they are public; "" if neither is known */
  displayName: string;
  /** names all of the above: changes whenever any of it does, and with nothing that is private */
  version: string;
}

/** The fields that other people may read. */
export const publicFieldNames = fieldNames.filter((name) => fieldOf(name).visibility === 'public');
