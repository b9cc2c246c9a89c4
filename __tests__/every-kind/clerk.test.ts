import fc from 'fast-check';
import { directSavesOf, endpointOf, fieldOfParam, fromClerk, toClerk } from '@/lib/profile/core/clerk-shape';
import { recordDirectSave } from '@/lib/profile/core/direct-save-log';
import { profileFromClerk } from '@/lib/profile/core/to-profile';
import type { Profile } from '@/lib/profile/model/profile';
import { keepPending } from '@/lib/profile/model/query/newest-profile';
import { isSameValue } from '@/lib/profile/model/value';
import { fieldNames, fieldOf, readValue, type FieldName, type Patch } from '@/lib/profile/model/values';
import { anyPatchOf, anyValue, inClerk, inMirror, validOf } from './support/any-field';
import { nobody, written } from './support/user';

const snakeCase = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

it('what is written to Clerk is read back from it, and no other field changes', () => {
  fc.assert(
    fc.property(anyPatchOf(inClerk, anyValue), anyPatchOf(inClerk), (before, patch) => {
      const user = written(nobody, before);
      const held = fromClerk(user);
      expect(fromClerk(written(user, patch))).toEqual({ ...held, ...patch });
    }),
  );
});

it('a broken value that Clerk holds is read as it is, and a write of another field leaves it so', () => {
  fc.assert(
    fc.property(fc.constantFrom(...inClerk), fc.constantFrom(...inClerk), fc.gen(), (name, other, gen) => {
      const value = gen(anyValue, name);
      fc.pre(!JSON.stringify(value).includes(':null')); // Clerk's merge takes a null out of an object
      const user = written(nobody, { [name]: value });
      expect(fromClerk(user)[name]).toEqual(readValue(name, value));
      if (other !== name)
        expect(fromClerk(written(user, { [other]: gen(validOf, other) }))[name]).toEqual(readValue(name, value));
    }),
  );
});

it('a field that only the mirror keeps is never written to Clerk, nor read from there', () => {
  fc.assert(
    fc.property(anyPatchOf(inMirror, anyValue), (patch) => {
      expect(toClerk(patch)).toEqual({ attributes: {}, metadata: {} });
      const holdsAll = { ...nobody, publicMetadata: patch, privateMetadata: patch, unsafeMetadata: patch };
      for (const name of Object.keys(patch) as FieldName[]) {
        expect(endpointOf(name)).toBeNull();
        expect(fromClerk(holdsAll)[name]).toEqual(fieldOf(name).initial);
      }
    }),
  );
});

it.each(inClerk)('a refusal by Clerk’s name for the parameter is that of the field: %s', (name) => {
  const { clerk } = fieldOf(name);
  const [place, key] = Object.entries(clerk)[0] as [string, string];
  const params = place === 'attribute' ? [key, snakeCase(key)] : [`${place}.${key}`, `${snakeCase(place)}.${key}`];
  for (const param of params) expect(fieldOfParam(param, fieldNames)).toBe(name);
  expect(
    fieldOfParam(
      params[0]!,
      fieldNames.filter((one) => one !== name),
    ),
  ).toBeNull();
});

it('a direct save is in its log with the values that were saved, also where they are not set', () => {
  fc.assert(
    fc.property(anyPatchOf(inClerk), anyPatchOf(inClerk), (first, second) => {
      const log = (user: typeof nobody, saveId: string, at: number, patch: Patch) => {
        const directSaves = directSavesOf(user.privateMetadata);
        return written(user, patch, recordDirectSave(directSaves, { saveId, at, patch, saved: patch, refused: {} }));
      };
      const user = log(log(nobody, 'one', 1, first), 'two', 2, second);
      const { one, two } = directSavesOf(user.privateMetadata)!.saves;
      const read = (patch: Record<string, unknown> = {}) =>
        Object.fromEntries(Object.entries(patch).map(([name, value]) => [name, readValue(name as FieldName, value)]));
      expect(read(two?.patch)).toEqual(second);
      const rest = Object.entries(first).filter(([name]) => !(name in second));
      expect(read(one?.patch)).toEqual(Object.fromEntries(rest));
      expect(fromClerk(user)).toEqual({ ...fromClerk(nobody), ...first, ...second });
    }),
  );
});

it('a profile from Clerk alone lacks what only the mirror keeps, and a device keeps its own', () => {
  fc.assert(
    fc.property(anyPatchOf(inMirror, anyValue), anyPatchOf(inClerk), (kept, patch) => {
      const read = profileFromClerk(written(nobody, patch));
      expect(read.unknown).toEqual(inMirror);
      const known: Profile = { ...read, values: { ...read.values, ...kept }, source: 'checked', unknown: undefined };
      const shown = keepPending(known, read);
      expect(shown.unknown).toEqual([]);
      expect(fieldNames.filter((name) => !isSameValue(shown.values[name], { ...read.values, ...kept }[name]))).toEqual(
        [],
      );
      expect(keepPending(undefined, read)).toEqual(read);
      expect(keepPending({ ...read, values: known.values }, read)).toEqual(read); // unknown here as well
    }),
  );
});
