import { aProfile } from '@/__tests__/support/builders';
import { keepPending, newestProfile } from '@/lib/profile/model/query/newest-profile';
import { withAnswer, withoutSave, withSave } from '@/lib/profile/model/query/optimistic-profile';

const ann = aProfile();
const named = (firstName: string) => ({ ...ann.values, firstName });
const pending = aProfile({ revision: 5, values: named('Bea'), pending: ['firstName'], pendingSince: '2026-01-01' });
const save = { saveId: 'one', patch: { firstName: 'Bea' } };

it('what was read is shown, unless the answer to a save came during the read and is newer', () => {
  const read = aProfile({ revision: 4, version: '4.read' });
  expect(newestProfile({ before: ann, now: ann, read })).toBe(read);
  expect(newestProfile({ before: ann, now: pending, read })).toBe(pending);
  expect(newestProfile({ before: pending, now: pending, read })).toBe(read);
});

it('a read from Clerk alone keeps what this device knows to be pending in the database', () => {
  const read = aProfile({ source: 'clerk', revision: 0, values: { ...named('Ann'), lastName: 'Berg' } });
  expect(keepPending(pending, read)).toMatchObject({
    source: 'clerk',
    revision: 5,
    values: { firstName: 'Bea', lastName: 'Berg' },
    pending: ['firstName'],
  });
  expect(keepPending(ann, read)).toBe(read);
});

it('a failed save is taken back field by field, and what stands on top of it stays', () => {
  const shown = withSave(ann, save, Date.parse('2026-01-01'));
  expect(shown).toMatchObject({ values: { firstName: 'Bea' }, pending: ['firstName'] });
  expect(withoutSave(shown, save, ann)).toEqual(ann);
  const later = withSave(shown, { saveId: 'two', patch: { firstName: 'Cid' } }, 0);
  expect(withoutSave(later, save, ann).values.firstName).toBe('Cid');
});

it('the answer to a save is shown, unless a newer revision is shown by then', () => {
  const answer = aProfile({ revision: 5 });
  expect(withAnswer(ann, save, answer)).toBe(answer);
  expect(withAnswer(aProfile({ revision: 6 }), save, answer)).toMatchObject({ revision: 6 });
  expect(withAnswer(pending, save, aProfile({ source: 'clerk', revision: 0 })).pending).toEqual([]);
});
