import fc from 'fast-check';
import { replacedBy } from '@/lib/profile/core/overwrote';

it('a value is replaced unseen where the edit was made over another than the one that was there', () => {
  expect(replacedBy({ firstName: { from: 'Bea', to: 'Cid' } }, { firstName: 'Ann' })).toEqual({ firstName: 'Bea' });
});

it('a value that was cleared elsewhere counts as one', () => {
  expect(replacedBy({ firstName: { from: '', to: 'Cid' } }, { firstName: 'Ann' })).toEqual({ firstName: '' });
});

it('nothing is told where the device does not say what it started from, or where Clerk overruled', () => {
  expect(replacedBy({ firstName: { from: 'Bea', to: 'Cid' } })).toEqual({});
  expect(replacedBy({ firstName: { overruled: 'Bea' } }, { firstName: 'Ann' })).toEqual({});
});

it('a choice that only another version of the app knows is not told of: it was shown as the default, and cannot be taken again', () => {
  expect(replacedBy({ avatarColor: { from: 'mint', to: 'teal' } }, { avatarColor: 'slate' })).toEqual({});
  expect(replacedBy({ avatarColor: { from: 'mint', to: 'teal' } }, { avatarColor: 'blue' })).toEqual({});
});

it('whoever saw what was there replaced nothing unseen', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (from, to) =>
      expect(replacedBy({ firstName: { from, to } }, { firstName: from })).toEqual({}),
    ),
  );
});
