import { valuesOf } from '@/__tests__/support/values';
import { applySave } from '@/lib/profile/core/apply-save';
import { needsReadFirst } from '@/lib/profile/core/lease-push';
import { merge } from '@/lib/profile/core/merge';
import { newMirror } from '@/lib/profile/core/mirror';

const now = 1_700_000_000_000;
const values = valuesOf({ firstName: 'Ann', lastName: 'Lee', avatarColor: 'teal' });
const settled = newMirror(values, now - 1000, now - 1000);

describe('needsReadFirst', () => {
  it('a push of saves that were just made does not read Clerk first', () => {
    const { mirror } = applySave(settled, { patch: { firstName: 'Bea', avatarColor: 'blue' } }, now);
    expect(needsReadFirst(mirror)).toBe(false);
  });

  it('a push of a reasserted value reads Clerk first: somebody may have edited it since', () => {
    const saves = {
      first: { at: now - 500, patch: { firstName: 'Bea' } },
      second: { at: now - 400, patch: { firstName: 'Cid' } },
    };
    const merged = merge(
      settled,
      {
        values: { ...values, firstName: 'Bea' },
        updatedAt: now,
        directSaves: { saves },
        sameMsAfter: null,
        readStartedAt: now,
      },
      now,
    ); // the first landed last
    expect(merged).toMatchObject({
      mirror: { fields: { firstName: { value: 'Cid', base: 'Bea', state: 'reasserting' } } },
    });
    expect(merged.kind === 'merged' && needsReadFirst(merged.mirror)).toBe(true);
  });

  it.each([
    ['failed', { pushAttempts: 1 }],
    ['died', { fencingToken: 'dead' }],
    ['may still land', { inFlightWrites: [{ patch: { firstName: 'Bea' }, at: now - 100 }] }],
  ])('a push reads Clerk first if an earlier one %s', (_why, some) => {
    expect(needsReadFirst({ ...settled, ...some })).toBe(true);
  });
});
