import { patchSchema } from '@/lib/profile/model/values';

it('a patch with an undeclared field is rejected as a whole', () => {
  expect(patchSchema.safeParse({ firstName: 'Ann' })).toMatchObject({ success: true, data: { firstName: 'Ann' } });
  for (const key of ['plan', 'userId', 'publicMetadata', '__proto__', 'constructor'])
    expect(patchSchema.safeParse(JSON.parse(`{"firstName":"Ann","${key}":"pro"}`)).success).toBe(false);
});
