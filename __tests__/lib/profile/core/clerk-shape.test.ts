import { directSavesOf } from '@/lib/profile/core/clerk-shape';

it('a stamp in which removed keys stand with null reads as one without them', () => {
  const save = { at: 5, patch: { firstName: 'Bea', lastName: null }, refused: { firstName: null } };
  expect(directSavesOf({ perdure: { saves: { 'save 1': save } } })).toEqual({
    saves: { 'save 1': { at: 5, patch: { firstName: 'Bea' }, refused: {} } },
  });
});

it('metadata without a stamp has none', () => {
  expect(directSavesOf({ plan: 'pro' })).toBeNull();
});
