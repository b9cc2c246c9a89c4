import type { Profile, Refusal, ShownRefusal } from '@/lib/profile/model/profile';
import { fieldNames, readValues, type FieldName, type Patch } from '@/lib/profile/model/values';

/** The values of whoever is built here, Ann Lindqvist; a field that the app does not declare is left out. */
export const annsValues = () => readValues({ firstName: 'Ann', lastName: 'Lindqvist', avatarColor: 'teal' });

/** Returns a refusal by Clerk of a value, just now unless a test says when. */
export const aRefusal = (value: Refusal['value'], over: Partial<Refusal> = {}): Refusal => ({
  value,
  code: 'form_param_unknown',
  message: 'is unknown',
  traceId: null,
  at: new Date().toISOString(),
  ...over,
});

/** What a test can say of a profile: some of its values, and of a refusal what matters. */
interface SomeProfile extends Partial<Omit<Profile, 'values' | 'refused'>> {
  values?: Patch;
  refused?: Partial<Record<FieldName, Partial<ShownRefusal>>>;
}

/**
 * Returns a profile as devices read it: Ann Lindqvist's, confirmed by Clerk, with whatever a test is about. A refused
 * field shows the refused value; equal arguments have equal versions. Stories build theirs by it too, in a browser.
 */
export function aProfile({ values: given, refused: refusals = {}, ...over }: SomeProfile = {}): Profile {
  const { revision = 4, pending = [] } = over;
  const values = { ...annsValues(), ...given };
  const refused = fieldNames.flatMap((name) => {
    const refusal = refusals[name];
    if (!refusal) return [];
    return [[name, { ...aRefusal(values[name]), inClerk: annsValues()[name], ...refusal }]];
  });
  return {
    values,
    revision,
    version: `${revision}.${digestOf([given, refusals, over])}`,
    pending,
    pendingSince: pending.length > 0 ? new Date().toISOString() : null,
    refused: Object.fromEntries(refused) as Profile['refused'],
    source: 'checked',
    ...over,
  };
}

/** A short text that other content hardly has too: FNV-1a, since a browser has no digest that answers at once. */
function digestOf(content: unknown): string {
  const hash = [...JSON.stringify(content)].reduce(
    (sum, letter) => Math.imul(sum ^ (letter.codePointAt(0) ?? 0), 0x01000193) >>> 0,
    0x811c9dc5,
  );
  return hash.toString(36);
}
