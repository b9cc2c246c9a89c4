import { aProfile } from '@/__tests__/support/builders';
import { isNewerVersion } from '@/lib/profile/model/query/newer-version';

const known = aProfile({ revision: 4, version: '4.known' });

it.each([
  ['what this page knows', '4.known', known, false],
  ['an older revision, told late', '3.older', known, false],
  ['the same revision in another state of sync', '4.confirmed', known, true],
  ['a newer revision', '5.newer', known, true],
  ['anything, while the page knows nothing', '0.first', undefined, true],
  [
    'anything, while the page knows only what Clerk holds',
    '1.mirror',
    aProfile({ source: 'clerk', revision: 0 }),
    true,
  ],
])('the version is compared rightly with what the page knows: %s', (_what, version, profile, expected) =>
  expect(isNewerVersion(version, profile)).toBe(expected),
);
