import fc from 'fast-check';
import { overwrittenBy } from '@/lib/profile/core/overwrote';

it('a value is replaced unseen where the edit was made over another than the one that was there', () => {
  expect(overwrittenBy({ firstName: { from: 'Bea', to: 'Cid' } }, { firstName: 'Ann' })).toEqual({ firstName: 'Bea' });
});

it('a value that was cleared elsewhere counts as one', () => {
  expect(overwrittenBy({ firstName: { from: '', to: 'Cid' } }, { firstName: 'Ann' })).toEqual({ firstName: '' });
});

it('nothing is told where the device does not say what it started from, or where Clerk overruled', () => {
  expect(overwrittenBy({ firstName: { from: 'Bea', to: 'Cid' } })).toEqual({});
  expect(overwrittenBy({ firstName: { overruled: 'Bea' } }, { firstName: 'Ann' })).toEqual({});
});

it('a choice that only another version of the app knows is not told of: it was shown as the default, and cannot be taken again', () => {
  expect(overwrittenBy({ avatarColor: { from: 'mint', to: 'teal' } }, { avatarColor: 'slate' })).toEqual({});
  expect(overwrittenBy({ avatarColor: { from: 'mint', to: 'teal' } }, { avatarColor: 'blue' })).toEqual({});
});

it('whoever saw what was there replaced nothing unseen', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (from, to) =>
      expect(overwrittenBy({ firstName: { from, to } }, { firstName: from })).toEqual({}),
    ),
  );
});
