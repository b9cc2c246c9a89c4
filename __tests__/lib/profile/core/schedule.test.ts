import fc from 'fast-check';
import { anyMirror, anyPatch, anyUpdatedAt, base, now, refusalOf, YEARS_MS } from '@/__tests__/support/any-mirror';
import { withFields } from '@/__tests__/support/mirror';
import { applySave } from '@/lib/profile/core/apply-save';
import { isPendingElsewhere, newMirror, pendingFields, type Mirror } from '@/lib/profile/core/mirror';
import {
  auditDueAt,
  backOffMs,
  isReadDue,
  pushDueAt,
  schedule,
  SPACING_MS,
  spacingAfter,
  withReadDue,
  withWebhook,
  yieldMs,
} from '@/lib/profile/core/schedule';

const settled = newMirror(base, now, now);
const pending = withFields(settled, { firstName: { value: 'Bea', state: 'pending', writtenAt: now } });
const scheduled = (some: Partial<Mirror>, from = pending) => schedule({ ...from, ...some }, now);

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

describe('spacingAfter', () => {
  it('a push of more than two calls is followed by a spacing that is 2 s longer for each of them', () =>
    expect([0, 1, 2, 3, 6].map(spacingAfter)).toEqual([2_000, 2_000, 2_000, 4_000, 10_000]));
});

describe('schedule', () => {
  it('the first push is due at once', () => expect(scheduled({}).dueAt).toBe(now));

  it('the next push is due after the spacing or back-off of the one before, whatever is saved meanwhile', () => {
    const waiting = scheduled({ nextPushAt: now + 1_500, attempts: 2 });
    expect(waiting).toMatchObject({ dueAt: now + 1_500, attempts: 2 });
    const again = applySave(waiting, { patch: { firstName: 'Cid', avatarColor: 'blue' } }, now + 100).mirror;
    expect(again).toMatchObject({ dueAt: now + 1_500, attempts: 2 });
  });

  it('a push whose spacing is over is due since something has been pending', () =>
    expect(scheduled({ nextPushAt: now - 9_000, pendingSince: now - 500 }).dueAt).toBe(now - 500));

  it('a lease under way stays as it is, whatever becomes due', () => {
    const leased = { fencingToken: 'held', dueAt: now + 8_000 };
    expect(scheduled(leased).dueAt).toBe(now + 8_000);
    expect(scheduled({ ...leased, readDueAt: now - 500, webhookUpdatedAt: now }, settled).dueAt).toBe(now + 8_000);
  });

  it('nothing is due, and what failed is forgotten, if nothing is pending and no read is due', () => {
    const { dueAt, attempts, pendingSince } = scheduled(
      { dueAt: now + 9_000, attempts: 2, pendingSince: now - 500 },
      settled,
    );
    expect({ dueAt, attempts, pendingSince }).toEqual({ dueAt: null, attempts: 0, pendingSince: null });
  });

  it('a read that is due keeps count of what failed, although nothing is pending', () =>
    expect(scheduled({ readDueAt: now + 9_000, attempts: 2 }, settled)).toMatchObject({
      dueAt: now + 9_000,
      attempts: 2,
    }));

  it('a read is due at once for a change that a webhook reported, or after the back-off of an earlier one', () => {
    expect(scheduled({ webhookUpdatedAt: now - 500 }, settled).dueAt).toBe(now);
    expect(scheduled({ webhookUpdatedAt: now - 500, readDueAt: now + 9_000 }, settled).dueAt).toBe(now + 9_000);
  });

  it.each([
    ['a push before a read', now + 1_000, now + 9_000],
    ['a read before a push', now + 9_000, now + 1_000],
  ])('of a push and a read, the earlier one says when a lease is due: %s', (_which, nextPushAt, readDueAt) =>
    expect(scheduled({ nextPushAt, readDueAt }).dueAt).toBe(now + 1_000),
  );

  it('no push is due for a refused value', () => {
    const refused = withFields(pending, { firstName: { state: 'refused', refusal: refusalOf('Bea', now) } });
    expect(scheduled({}, refused).dueAt).toBeNull();
  });

  it('a push is due for a reasserted value', () =>
    expect(scheduled({}, withFields(pending, { firstName: { state: 'reasserting' } })).dueAt).toBe(now));

  it('the time since when something has been pending is kept, also under a lease', () => {
    expect(scheduled({}).pendingSince).toBe(now);
    expect(scheduled({ pendingSince: now - 500 }).pendingSince).toBe(now - 500);
    expect(scheduled({ pendingSince: now - 500, fencingToken: 'held' }).pendingSince).toBe(now - 500);
    expect(scheduled({ fencingToken: 'held' }).pendingSince).toBe(now);
  });

  it.each([
    ['pending', now],
    ['reasserting', now],
    ['refused', null],
  ])('a push is due for another version’s field only if that is to be written: %s', (state, due) => {
    const undeclared = { ...settled.undeclared, states: { nickname: state } };
    expect(scheduled({ undeclared }, settled).dueAt).toBe(due);
  });

  it('any mirror is due at the earlier of its push and its read, and is not due if it needs neither', () =>
    fc.assert(
      fc.property(anyMirror, fc.nat(5_000), (mirror, ms) => {
        const { dueAt, attempts } = schedule(mirror, now + ms);
        const readDueAt = isReadDue(mirror) ? (mirror.readDueAt ?? now + ms) : null;
        const times = [pushDueAt(mirror), readDueAt].filter((time) => time !== null);
        expect(dueAt).toBe(times.length > 0 ? Math.min(...times) : null);
        expect(attempts).toBe(times.length > 0 ? mirror.attempts : 0);
      }),
    ));

  it('a mirror that was scheduled is not changed by scheduling it again', () =>
    fc.assert(
      fc.property(anyMirror, fc.nat(5_000), (mirror, ms) => {
        const once = schedule(mirror, now + ms);
        expect(schedule(once, now + ms)).toEqual(once);
        if (mirror.readDueAt !== null || mirror.webhookUpdatedAt === null)
          expect(schedule(once, now + ms + 1)).toEqual(once);
      }),
    ));

  it('no save makes a push due earlier than the back-off or spacing allows, nor a due read later', () =>
    fc.assert(
      fc.property(anyMirror, anyPatch, (mirror, patch) => {
        const after = applySave(mirror, { patch }, now).mirror;
        // what was left to another version of the app does not hold up what this one saves
        const isLeft = mirror.attempts === 0 && pendingFields(mirror).length === 0 && isPendingElsewhere(mirror);
        const soonest = Math.min(mirror.nextPushAt ?? 0, isLeft ? now + SPACING_MS : Infinity);
        if (Object.keys(patch).length > 0) expect(pushDueAt(after)).toBeGreaterThanOrEqual(soonest);
        if (mirror.readDueAt !== null) expect(after.dueAt).toBeLessThanOrEqual(mirror.readDueAt);
      }),
    ));
});

describe('withReadDue', () => {
  it('a read that is asked for is due at once, also while a push or an earlier read backs off', () => {
    expect(withReadDue(settled, now)).toEqual({ ...settled, readDueAt: now, dueAt: now });
    const backingOff = scheduled({ nextPushAt: now + 9_000, readDueAt: now + 9_000, attempts: 2 });
    expect(withReadDue(backingOff, now)).toEqual({ ...backingOff, readDueAt: now, dueAt: now });
  });

  it('a read that is asked for under a lease is later than any before: a read under way does not count', () => {
    const leased: Mirror = { ...settled, fencingToken: 'held', dueAt: now + 8_000, readDueAt: now };
    const after = (mirror: Mirror, at: number) => withReadDue(mirror, at).readDueAt;
    expect(after(leased, now)).toBe(now + 1);
    expect(after(withReadDue(leased, now), now)).toBe(now + 2);
    expect(after(leased, now - 5)).toBe(now + 1); // the clock was set back
    expect(after(leased, now + 5)).toBe(now + 5);
  });
});

describe('withWebhook', () => {
  it('a webhook newer than what is known makes a read due at once', () =>
    expect(withWebhook(settled, now + 1, now + 5)).toEqual({ ...settled, webhookUpdatedAt: now + 1, dueAt: now + 5 }));

  it.each([
    ['the same age as', now],
    ['older than', now - 1],
    ['years older than', now - YEARS_MS],
  ])('a webhook of %s what is known of Clerk changes nothing: our own write, or an old one', (_what, updatedAt) =>
    expect(withWebhook(settled, updatedAt, now + 5)).toBe(settled),
  );

  it('a webhook makes a read due whatever its age while it is not known when Clerk was changed', () =>
    expect(withWebhook({ ...settled, clerkUpdatedAt: null }, 1, now)).toMatchObject({
      webhookUpdatedAt: 1,
      dueAt: now,
    }));

  it('webhooks are noted by the newest of them, in whatever order and however often they arrive', () =>
    fc.assert(
      fc.property(anyMirror, fc.array(anyUpdatedAt, { minLength: 1, maxLength: 4 }), (mirror, times) => {
        const after = times.reduce((one, updatedAt) => withWebhook(one, updatedAt, now), mirror);
        const news = times.filter((time) => mirror.clerkUpdatedAt === null || time > mirror.clerkUpdatedAt);
        const known = mirror.webhookUpdatedAt === null ? [] : [mirror.webhookUpdatedAt];
        const newest = Math.max(...known, ...news);
        expect(after.webhookUpdatedAt).toBe(Number.isFinite(newest) ? newest : null);
        expect(after.fields).toEqual(mirror.fields);
      }),
    ));
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

  it('the audit of a mirror is due 30 s after Clerk was last read if a write may still land', () =>
    expect(auditDueAt({ ...settled, inFlightWrites })).toBe(now + 30_000));

  it('the audit of a mirror is due at once if Clerk was never read', () => {
    expect(auditDueAt({ ...settled, clerkReadAt: null })).toBe(0);
    expect(auditDueAt({ ...settled, clerkReadAt: null, inFlightWrites })).toBe(0);
  });

  it('the audit of a mirror does not depend on what is pending or due: that is for the lease', () =>
    expect([pending, withReadDue(settled, now)].map(auditDueAt)).toEqual([now + 3_600_000, now + 3_600_000]));
});
