import fc from 'fast-check';
import { withFields } from '@/__tests__/support/mirror';
import { valuesOf } from '@/__tests__/support/values';
import { newMirror, type Mirror } from '@/lib/profile/core/mirror';
import { auditDueAt, backOffMs, schedulePush, SPACING_MS, yieldMs } from '@/lib/profile/core/schedule';

const now = 1_700_000_000_000;
const settled = newMirror(valuesOf({ firstName: 'Ann', lastName: 'Lee', avatarColor: 'teal' }), now, now);
const pending = withFields(settled, { firstName: { value: 'Bea', state: 'pending', writtenAt: now } });
const scheduled = (some: Partial<Mirror>, from = pending) => schedulePush({ ...from, ...some }, now);

describe('backOffMs', () => {
  it('a back-off lasts at least Clerk’s Retry-After and the spacing, and at most five minutes more', () => {
    fc.assert(
      fc.property(
        fc.nat(100),
        fc.option(fc.nat(600_000)),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (attempts, retryAfter, random) => {
          const wait = backOffMs(attempts, retryAfter, random);
          const least = Math.max(SPACING_MS, retryAfter ?? 0);
          expect(wait).toBeGreaterThanOrEqual(least);
          expect(wait).toBeLessThanOrEqual(least + 300_000);
        },
      ),
    );
  });
});

describe('schedulePush', () => {
  it('the first push is due at once', () => expect(scheduled({}).pushDueAt).toBe(now));

  it('the next push is spaced from the end of the one before', () =>
    expect(scheduled({ lastPushEndedAt: now - 500 }).pushDueAt).toBe(now + SPACING_MS - 500));

  it('the lease of a push under way stays as it is when a push is scheduled', () =>
    expect(scheduled({ fencingToken: 'held', pushDueAt: now + 15_000 }).pushDueAt).toBe(now + 15_000));

  it('a back-off stays as it is, whatever is saved meanwhile', () =>
    expect(scheduled({ pushAttempts: 2, pushDueAt: now + 9_000 }).pushDueAt).toBe(now + 9_000));

  it('no push is due, and failed ones are forgotten, if nothing is pending', () => {
    const { pushDueAt, pushAttempts, pendingSince } = scheduled(
      { pushDueAt: now + 9_000, pushAttempts: 2, pendingSince: now - 500 },
      settled,
    );
    expect({ pushDueAt, pushAttempts, pendingSince }).toEqual({ pushDueAt: null, pushAttempts: 0, pendingSince: null });
  });

  it('no push is due for a refused value', () => {
    const refusal = { value: 'Bea', code: 'x', message: 'no', traceId: null, at: new Date(now).toISOString() };
    expect(scheduled({}, withFields(pending, { firstName: { state: 'refused', refusal } })).pushDueAt).toBeNull();
  });

  it('a push is due for a reasserted value', () =>
    expect(scheduled({}, withFields(pending, { firstName: { state: 'reasserting' } })).pushDueAt).toBe(now));

  it('the time since when something has been pending is kept, also while a push is under way', () => {
    expect(scheduled({}).pendingSince).toBe(now);
    expect(scheduled({ pendingSince: now - 500 }).pendingSince).toBe(now - 500);
    expect(scheduled({ pendingSince: now - 500, fencingToken: 'held' }).pendingSince).toBe(now - 500);
  });

  it.each([
    ['pending', now],
    ['reasserting', now],
    ['refused', null],
  ])('a push is due for another version’s field only if that is to be written: %s', (state, due) => {
    const undeclared = { ...settled.undeclared, states: { pronouns: state } };
    expect(scheduled({ undeclared }, settled).pushDueAt).toBe(due);
  });
});

describe('yieldMs', () => {
  it('a push is left to another version of the app for longer the longer it takes: 1 s to 5 min', () => {
    const after = (pendingMs: number) => yieldMs({ ...pending, pendingSince: now - pendingMs }, now);
    expect([0, 8_000, 60_000, 86_400_000].map(after)).toEqual([1_000, 2_000, 15_000, 300_000]);
  });
});

describe('auditDueAt', () => {
  const inFlightWrites = [{ patch: { firstName: 'Bea' }, at: now }];

  it('the audit of a mirror is due one hour after Clerk was last read', () =>
    expect(auditDueAt(settled)).toBe(now + 3_600_000));

  it.each([
    ['a change may be missing', { invalidatedAt: now }],
    ['a write may still land', { inFlightWrites }],
    ['both may be so', { invalidatedAt: now, inFlightWrites }],
  ])('the audit of a mirror is due 30 s after Clerk was last read if %s', (_why, some) =>
    expect(auditDueAt({ ...settled, ...some })).toBe(now + 30_000),
  );

  it('the audit of a mirror is due at once if Clerk was never read', () => {
    expect(auditDueAt({ ...settled, clerkReadAt: null })).toBe(0);
    expect(auditDueAt({ ...settled, clerkReadAt: null, invalidatedAt: now, inFlightWrites })).toBe(0);
  });

  it('the audit of a mirror does not depend on what is pending: that is for the push', () =>
    expect(auditDueAt(pending)).toBe(now + 3_600_000));
});
