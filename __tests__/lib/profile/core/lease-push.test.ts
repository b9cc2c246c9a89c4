import { valuesOf } from '@/__tests__/support/values';
import { applySave } from '@/lib/profile/core/apply-save';
import { needsReadFirst } from '@/lib/profile/core/lease-push';
import { merge } from '@/lib/profile/core/merge';
import { newMirror } from '@/lib/profile/core/mirror';

const now = 1_700_000_000_000;
const values = valuesOf({ firstName: 'Ann', lastName: 'Lee', avatarColor: 'teal' });
const settled = newMirror(values, now - 1000, now - 1000);

describe('before a push, Clerk is', () => {
  it('not looked at for a save that was just made', () => {
    expect(needsReadFirst(applySave(settled, { patch: { firstName: 'Bea', avatarColor: 'blue' } }, now).mirror)).toBe(
      false,
    );
  });

  it('looked at where what is pending was there before: somebody may have edited it since', () => {
    const saves = {
      first: { at: now - 500, patch: { firstName: 'Bea' } },
      second: { at: now - 400, patch: { firstName: 'Cid' } },
    };
    const seen = merge(
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
    expect(seen).toMatchObject({ mirror: { values: { firstName: 'Cid' }, confirmed: { firstName: 'Bea' } } });
    expect(seen.kind === 'merged' && needsReadFirst(seen.mirror)).toBe(true);
  });

  it.each([
    ['failed before', { push: { ...settled.push, attempts: 1 } }],
    ['died before', { push: { ...settled.push, token: 'dead' } }],
    ['may still land', { doubtful: [{ patch: { firstName: 'Bea' }, at: now - 100 }] }],
  ])('looked at where a push %s', (_why, some) => {
    expect(needsReadFirst({ ...settled, ...some })).toBe(true);
  });
});
