import fc from 'fast-check';
import { applySave } from '@/lib/profile/core/apply-save';
import { takeLease } from '@/lib/profile/core/lease';
import { merge } from '@/lib/profile/core/merge';
import { fromClerk, toSnapshot } from '@/lib/profile/core/clerk-shape';
import { newMirror, pendingFields, valuesOf } from '@/lib/profile/core/mirror';
import { fieldNames, type FieldName } from '@/lib/profile/model/values';
import { anyPatchOf, anyValue, attributes, distinctValues, inMetadata, inMirror } from './support/any-field';
import { anySteps, play, start, stored, type Step } from './support/twins';
import { nobody, written } from './support/user';

const RUNS = 20;

/** Clerk merges an object into the one that it holds, so that a write of one is none: no kind stores objects. */
const threeOf = (name: FieldName) =>
  distinctValues(name, 3, (value) => typeof value !== 'object' || value === null || Array.isArray(value));

/** A field of texts and its words: what becomes of it is what has to become of a field of any other kind. */
const twins = [
  ...inMetadata.map((name) => [name, 'textInPublic' as FieldName] as const),
  ...attributes.map((name) => [name, 'lastName'] as const),
];

it.each(twins)('what becomes of saves, edits, reads and pushes is the same for %s as for %s', (name, twin) => {
  const property = fc.property(anySteps, threeOf(name), (steps, values) => {
    expect(play(steps, name, values)).toEqual(play(steps, twin, ['Ann', 'Bea', 'Cid']));
  });
  fc.assert(property, { numRuns: RUNS });
});

it('a direct save of a value that is not set is known for our own where it lands after a later save', () => {
  const saves: Step[] = [
    { do: 'direct', value: 1 },
    { do: 'save', value: 0 },
    { do: 'lease', mustRead: true },
    { do: 'read', how: 'well' },
  ];
  const played = play(saves, 'numberInPublic' as FieldName, [1, null, 2]);
  expect(played).toEqual(play(saves, 'textInPublic' as FieldName, ['Ann', 'Bea', 'Cid']));
});

it('a mirror with values of every kind, broken ones too, is read from its row as it was stored', () => {
  fc.assert(
    fc.property(anyPatchOf(fieldNames, anyValue), anyPatchOf(fieldNames, anyValue), (patch, other) => {
      const { mirror } = applySave(newMirror(fromClerk(written(nobody, other)), 1, start), { patch }, start + 1);
      expect(stored(mirror)).toEqual(mirror);
    }),
  );
});

it('a save of what only the mirror keeps is confirmed at once, never pushed, and no merge changes it', () => {
  fc.assert(
    fc.property(anyPatchOf(inMirror), anyPatchOf(fieldNames), (patch, inClerk) => {
      const saved = applySave(newMirror(fromClerk(nobody), 1, start), { patch }, start + 1).mirror;
      expect(pendingFields(saved)).toEqual([]);
      expect(takeLease(saved, 'mine', start + 2)).toBe('idle');
      const merged = merge(saved, toSnapshot(written(nobody, inClerk), start + 3), start + 3).mirror;
      expect(valuesOf(merged)).toMatchObject(patch);
    }),
  );
});
