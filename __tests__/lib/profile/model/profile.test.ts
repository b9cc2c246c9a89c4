import { aMirror, aProfile, aRefusal } from '@/__tests__/support/builders';
import { toProfile } from '@/lib/profile/core/to-profile';
import { profileSchema } from '@/lib/profile/model/profile';
import { fieldNames } from '@/lib/profile/model/values';

const [name] = fieldNames as [(typeof fieldNames)[0]];

it.each([
  ['confirmed', aProfile()],
  ['pending', aProfile({ pending: [name], values: { [name]: 'Bea' } })],
  ['refused', aProfile({ refused: { [name]: { message: 'is unknown' } } })],
  ['as Clerk alone knows it', aProfile({ source: 'clerk', revision: 0 })],
])('a profile that is built for a test is one that a device reads as it is: %s', (_what, profile) => {
  expect(profileSchema.parse(JSON.parse(JSON.stringify(profile)))).toEqual(profile);
});

it('profiles built of equal parts have the same version, and others have another', () => {
  const pending = () => aProfile({ pending: [name] });
  expect(pending().version).toBe(pending().version);
  expect(pending().version).not.toBe(aProfile().version);
});

it('a mirror that is built for a test is shown as the profile built of the same parts', () => {
  const pendingSince = Date.now();
  const refusal = aRefusal('Bea');
  const mirror = aMirror({
    pendingSince,
    revision: 4,
    fields: { [name]: { value: 'Bea', state: 'refused', refusal } },
  });
  const profile = aProfile({
    values: { [name]: 'Bea' },
    refused: { [name]: refusal },
    pendingSince: new Date(pendingSince).toISOString(),
  });
  const { version: _, ...shown } = toProfile(mirror, 'checked');
  expect(profile).toMatchObject(shown);
});
