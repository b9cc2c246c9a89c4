import { fieldOfKind, kindNames, type KindName } from '@/__tests__/support/any-kind';
import { choice } from '@/lib/profile/model/kinds/choice';
import type { ClerkPlace, Field } from '@/lib/profile/model/kinds/kind';
import { number } from '@/lib/profile/model/kinds/number';
import { text } from '@/lib/profile/model/kinds/text';
import { toggle } from '@/lib/profile/model/kinds/toggle';

/** The places that take a field of any kind, by the end of the field's name. */
const places = {
  InPublic: (key) => ({ publicMetadata: key }),
  InPrivate: (key) => ({ privateMetadata: key }),
  InUnsafe: (key) => ({ unsafeMetadata: key }),
  InMirror: () => ({ mirrorOnly: true }),
} satisfies Record<string, (key: string) => ClerkPlace>;

const placeNames = Object.keys(places) as (keyof typeof places)[];

/** Each kind in two of the places, so that each place holds half of all kinds. */
const everywhere = Object.fromEntries(
  kindNames.flatMap((kind, at) =>
    [at, at + 1].map((one) => {
      const name = `${kind}${placeNames[one % placeNames.length]}`;
      const clerk = places[placeNames[one % placeNames.length]!](name);
      return [name, fieldOfKind(kind, { label: name, clerk, visibility: at % 2 ? 'public' : 'private' })];
    }),
  ),
);

/** A list with a field of every kind, and of every place, which stands for the app's own in these tests. */
export const fields: Record<string, Field> = {
  firstName: fieldOfKind('personName', { label: 'First name', clerk: { attribute: 'firstName' }, required: true }),
  lastName: fieldOfKind('personName', { label: 'Last name', clerk: { attribute: 'lastName' } }),
  username: text({ label: 'User name', max: 64, clerk: { attribute: 'username' } }),
  ...everywhere,
  toggleOn: toggle({ label: 'On from the start', initial: true, clerk: { publicMetadata: 'on' } }),
  numberSet: number({ label: 'Set from the start', initial: 5, clerk: { privateMetadata: 'five' } }),
  choiceMade: choice({ label: 'Made', options: ['a', 'b'], initial: 'b', clerk: { unsafeMetadata: 'made' } }),
  lockedText: fieldOfKind('text', { label: 'Locked', clerk: { publicMetadata: 'locked' }, locked: 'Managed.' }),
  lockedMirror: fieldOfKind('toggle', { label: 'Locked too', clerk: { mirrorOnly: true }, locked: 'Managed.' }),
  shownToggle: fieldOfKind('toggle', {
    label: 'Shown at times',
    clerk: { unsafeMetadata: 'shown' },
    shownIf: ({ toggleOn }) => toggleOn === true,
  }),
};

const variants: Partial<Record<string, KindName>> = {
  firstName: 'personName',
  lastName: 'personName',
  username: 'personName',
  toggleOn: 'toggle',
  numberSet: 'number',
  lockedText: 'text',
  lockedMirror: 'toggle',
  shownToggle: 'toggle',
};

/** Returns whose texts and broken values a field is tried with; undefined for a kind with options of its own. */
export const kindOfField = (name: string): KindName | undefined =>
  variants[name] ?? kindNames.find((kind) => placeNames.some((place) => name === `${kind}${place}`));
