import 'server-only';
import { createHash } from 'node:crypto';
import { displayName } from '@/lib/profile/model/initials';
import { publicFieldNames, type PublicProfile } from '@/lib/profile/model/public-profile';
import { isNotSet } from '@/lib/profile/model/kinds/text-of';
import { canonical, type Value } from '@/lib/profile/model/value';
import { fieldOf, isValid, readValue, type FieldName, type ValidValues } from '@/lib/profile/model/values';

/**
 * Returns what others may know of a person. `held` is what Clerk holds by field name: what is not public is left out,
 * and what is missing is not known.
 */
export function toPublicProfile(id: string, held: Readonly<Record<string, unknown>>): PublicProfile {
  const known = publicFieldNames
    .filter((name) => Object.hasOwn(held, name))
    .map((name) => [name, shownOf(name, readValue(name, held[name]), id)] as const)
    .filter(([name, value]) => isValid(name, value));
  const values = Object.fromEntries(known) as ValidValues;
  return {
    id,
    values,
    displayName: displayName({ firstName: '', lastName: '', ...values }),
    version: digestOf(known),
  };
}

/** A value as others see it: what is shown in place of one that is not set, too. */
const shownOf = (name: FieldName, value: Value, id: string): Value =>
  isNotSet(value) ? (fieldOf(name).fallback?.(id) ?? value) : value;

/** By name, in the order of the fields, since Postgres keeps no order of keys. */
function digestOf(known: readonly (readonly [string, Value])[]): string {
  const content = JSON.stringify(known.map(([name, value]) => [name, canonical(value)]));
  return createHash('sha256').update(content).digest('base64url').slice(0, 12);
}
