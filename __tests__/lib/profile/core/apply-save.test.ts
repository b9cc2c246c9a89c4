import fc from 'fast-check';
import { overwroteOf } from '@/lib/profile/core/apply-save';

it('a save overwrote a value if its edit was made over a different one', () => {
  expect(overwroteOf({ firstName: { from: 'Bea', to: 'Cid' } }, { firstName: 'Ann' })).toEqual({ firstName: 'Bea' });
});

it('a save overwrote a value also if that value was empty: somebody had cleared the field', () => {
  expect(overwroteOf({ firstName: { from: '', to: 'Cid' } }, { firstName: 'Ann' })).toEqual({ firstName: '' });
});

it('a save overwrote nothing if its device sent no base, or if only the value in Clerk was overwritten', () => {
  expect(overwroteOf({ firstName: { from: 'Bea', to: 'Cid' } })).toEqual({});
  expect(overwroteOf({ firstName: { overwritten: 'Bea' } }, { firstName: 'Ann' })).toEqual({});
});

it('a save reports no overwritten choice that only another version of the app declares', () => {
  const changes = { avatarColor: { from: 'mint', to: 'teal' } };
  expect(overwroteOf(changes, { avatarColor: '' })).toEqual({}); // shown as not chosen
  expect(overwroteOf(changes, { avatarColor: 'blue' })).toEqual({}); // mint cannot be chosen again here
});

it('a save whose edit was made over the value that was there overwrote nothing', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (from, to) =>
      expect(overwroteOf({ firstName: { from, to } }, { firstName: from })).toEqual({}),
    ),
  );
});
