import fc from 'fast-check';
import { anyMirror, anyPatch, anyRemote, around, base, now } from '@/__tests__/support/any-mirror';
import { WRITE_DEADLINE_MS } from '@/lib/clerk/users';
import { applyRead } from '@/lib/profile/core/apply-read';
import { applySave } from '@/lib/profile/core/apply-save';
import {
  holdsLease,
  isLeased,
  planWrite,
  releaseLease,
  renewLease,
  takeLease,
  type Begun,
} from '@/lib/profile/core/lease';
import { merge } from '@/lib/profile/core/merge';
import { newMirror, pendingPatch, type Mirror } from '@/lib/profile/core/mirror';
import { CALL_WITHIN_MS, LEASE_MS, pushDueAt, schedule, withReadDue, withWebhook } from '@/lib/profile/core/schedule';
import { settleFailedRead, settlePush } from '@/lib/profile/core/settle-push';

const settled = newMirror(base, now - 1000, now - 1000);
const saved = applySave(settled, { patch: { firstName: 'Bea', avatarColor: 'blue' } }, now).mirror;

const lease = (mirror: Mirror, at = now, mustRead = false, fencingToken = 'mine'): Begun => {
  const begun = takeLease(mirror, fencingToken, at, mustRead);
  if (typeof begun === 'string') throw new Error(`the lease was not taken: ${begun}`);
  return begun;
};
/** Any mirror under a lease that was just taken. */
const anyLeased = anyMirror.map((mirror) => lease(mirror, now, true));
/** Anything that happens to a mirror while somebody holds its lease. */
const anyEvent: fc.Arbitrary<(mirror: Mirror, at: number) => Mirror> = fc.oneof(
  anyPatch.map((patch) => (mirror: Mirror, at: number) => applySave(mirror, { patch }, at).mirror),
  around(-2, 2).map((updatedAt) => (mirror: Mirror, at: number) => withWebhook(mirror, updatedAt, at)),
  fc.constant(withReadDue),
);

describe('takeLease', () => {
  it('no lease is taken while nothing is due, nor before it is', () => {
    expect(takeLease(settled, 'mine', now)).toBe('idle');
    expect(takeLease({ ...saved, dueAt: now + 1 }, 'mine', now)).toBe('idle');
  });

  it('a lease that is taken carries its fencing token, and holds for 8 s', () => {
    const { mirror, lease: taken } = lease(saved);
    expect({ mirror, taken }).toEqual({
      mirror: { ...saved, fencingToken: 'mine', dueAt: now + 8_000 },
      taken: { fencingToken: 'mine', served: { readDueAt: null, webhookUpdatedAt: null } },
    });
    expect(LEASE_MS).toBe(8_000);
  });

  it('no lease is taken while another holds it, not even by somebody who must read Clerk', () => {
    const { mirror } = lease(saved);
    expect([false, true].map((mustRead) => takeLease(mirror, 'theirs', now, mustRead))).toEqual(['leased', 'leased']);
  });

  it('a lease that has run out is taken over, and its new holder reads Clerk first', () => {
    const { mirror: abandoned } = lease(saved);
    expect(takeLease(abandoned, 'theirs', now + LEASE_MS - 1)).toBe('leased');
    const over = lease(abandoned, now + LEASE_MS, false, 'theirs');
    expect(over).toMatchObject({ mirror: { fencingToken: 'theirs', dueAt: now + 2 * LEASE_MS }, next: 'read' });
  });

  it('a lease of somebody who must read Clerk is taken although nothing is due', () =>
    expect(lease(settled, now, true)).toMatchObject({ mirror: { dueAt: now + LEASE_MS }, next: 'read' }));

  it('a read that somebody asks for serves one that waits for a back-off, as if that were due', () => {
    const waiting = schedule({ ...settled, readDueAt: now + 60_000, attempts: 3 }, now);
    const { mirror, lease: by } = lease(waiting, now, true);
    expect([mirror.readDueAt, by.served.readDueAt]).toEqual([now, now]);
  });

  it('a renewed lease is not taken by anybody until it has run out anew', () => {
    const renewed = renewLease(lease(saved).mirror, now + CALL_WITHIN_MS);
    expect(takeLease(renewed, 'theirs', now + CALL_WITHIN_MS + LEASE_MS - 1)).toBe('leased');
    expect(typeof takeLease(renewed, 'theirs', now + CALL_WITHIN_MS + LEASE_MS)).toBe('object');
  });

  it('nobody takes a lease before it runs out, whatever is saved or reported meanwhile, and anybody after', () =>
    fc.assert(
      fc.property(
        anyLeased,
        fc.array(fc.tuple(anyEvent, fc.nat(LEASE_MS - 1)), { maxLength: 4 }),
        fc.boolean(),
        ({ mirror }, events, mustRead) => {
          const later = events
            .toSorted(([, a], [, b]) => a - b)
            .reduce((before, [event, ms]) => event(before, now + ms), mirror);
          expect(isLeased(later, now + LEASE_MS - 1)).toBe(true);
          expect(takeLease(later, 'theirs', now + LEASE_MS - 1, mustRead)).toBe('leased');
          expect(lease(later, now + LEASE_MS, mustRead, 'theirs').next).toBe('read');
        },
      ),
      { numRuns: 500 },
    ));

  it('whoever had a lease that another took over commits nothing any more', () =>
    fc.assert(
      fc.property(anyLeased, anyRemote, ({ mirror, lease: lost }, remote) => {
        const { mirror: taken, lease: held } = lease(mirror, now + LEASE_MS, false, 'theirs');
        const failure = { kind: 'misconfigured' as const, message: 'wrong key' };
        const write = { patch: pendingPatch(mirror), at: now };
        expect([lost, held].map((one) => holdsLease(taken, one))).toEqual([false, true]);
        expect(applyRead(taken, lost, remote, now)).toBeNull();
        expect(settlePush(taken, lost, write, [], now, 0.5)).toBeNull();
        expect(settleFailedRead(taken, lost, failure, now, 0.5)).toBeNull();
      }),
    ));
});

describe('the first call of a lease', () => {
  it('a push of saves that were just made does not read Clerk first', () => expect(lease(saved).next).toBe('write'));

  it('a push of a reasserted value reads Clerk first: somebody may have edited it since', () => {
    const saves = {
      first: { at: now - 500, patch: { firstName: 'Bea' } },
      second: { at: now - 400, patch: { firstName: 'Cid' } },
    };
    const { mirror } = merge(
      settled,
      { values: { ...base, firstName: 'Bea' }, updatedAt: now, directSaves: { saves }, readStartedAt: now },
      now,
    ); // the first landed last
    expect(mirror).toMatchObject({ fields: { firstName: { value: 'Cid', base: 'Bea', state: 'reasserting' } } });
    expect(lease(mirror).next).toBe('read');
  });

  it.each<[string, Partial<Mirror>]>([
    ['an earlier one failed', { attempts: 1 }],
    ['an earlier one died', { fencingToken: 'dead' }],
    ['an earlier one may still land', { inFlightWrites: [{ patch: { firstName: 'Bea' }, at: now - 100 }] }],
    ['the row may lack a change', { readDueAt: now - 100 }],
    ['a webhook reported a change', { webhookUpdatedAt: now - 100 }],
  ])('a push reads Clerk first if %s', (_why, some) => {
    expect(lease({ ...saved, ...some }).next).toBe('read');
  });

  it('a call that begins in time is over before its lease runs out', () =>
    expect(CALL_WITHIN_MS + WRITE_DEADLINE_MS).toBeLessThan(LEASE_MS));
});

describe('planWrite', () => {
  const patch = { firstName: 'Bea', avatarColor: 'blue' } as const;
  const elsewhere: Mirror = { ...settled, undeclared: { ...settled.undeclared, states: { nickname: 'pending' } } };

  it('a write is noted as in flight before it is sent, and the lease is counted from then', () => {
    const { mirror } = lease(saved);
    const write = { patch, at: now + 900 };
    expect(planWrite(mirror, now + 900)).toEqual({
      mirror: { ...mirror, inFlightWrites: [write], dueAt: now + 900 + LEASE_MS },
      write,
    });
  });

  it('a lease ends without a write if nothing is pending', () => {
    const { mirror } = lease(settled, now, true);
    expect(planWrite(mirror, now)).toEqual({ mirror: settled, write: null });
  });

  it('a lease ends without a write if what is pending is in its back-off or spacing, and due after it', () => {
    const waiting = schedule({ ...saved, nextPushAt: now + 9_000 }, now);
    const planned = planWrite(lease(waiting, now, true).mirror, now);
    expect(planned).toEqual({ mirror: waiting, write: null });
    expect(waiting.dueAt).toBe(now + 9_000);
  });

  it('a lease leaves to another version of the app what only that declares, for longer each time', () => {
    const waitsFor = (pendingMs: number) => {
      const { mirror } = lease(schedule({ ...elsewhere, pendingSince: now - pendingMs }, now));
      const planned = planWrite(mirror, now);
      expect(planned).toMatchObject({ mirror: { fencingToken: null, inFlightWrites: [] }, write: null });
      return planned.mirror.dueAt! - now;
    };
    expect([0, 8_000, 60_000].map(waitsFor)).toEqual([1_000, 2_000, 15_000]);
  });

  it('a write holds only fields that this version of the app declares', () => {
    const { mirror } = lease(applySave(elsewhere, { patch }, now).mirror);
    expect(planWrite(mirror, now).write).toEqual({ patch, at: now });
  });

  it('a lease goes on with a write of all that is pending, or ends without one and nothing is due', () =>
    fc.assert(
      fc.property(anyLeased, fc.nat(4_000), ({ mirror }, ms) => {
        const planned = planWrite(mirror, now + ms);
        expect(planned.mirror.fencingToken).toBe(planned.write ? 'mine' : null);
        const pushAt = pushDueAt(planned.mirror);
        if (planned.write) {
          expect(planned.write).toEqual({ patch: pendingPatch(mirror), at: now + ms });
          expect(planned.mirror.inFlightWrites).toContain(planned.write);
          expect(planned.mirror.dueAt).toBe(now + ms + LEASE_MS);
        } else if (pushAt !== null) expect(pushAt).toBeGreaterThan(now + ms);
        expect(planned.mirror.fields).toEqual(mirror.fields);
      }),
      { numRuns: 500 },
    ));
});

describe('releaseLease', () => {
  it('a released mirror is held by nobody, and cannot be committed to by its last holder', () => {
    const { mirror, lease: ended } = lease(saved);
    const released = releaseLease(mirror, now);
    expect({ isLeased: isLeased(released, now), isHeld: holdsLease(released, ended) }).toEqual({
      isLeased: false,
      isHeld: false,
    });
  });

  it('what was saved under a lease is due when that is released', () => {
    const { mirror } = lease(settled, now, true);
    const { mirror: during } = applySave(mirror, { patch: { firstName: 'Bea' } }, now + 10);
    expect(during.dueAt).toBe(now + LEASE_MS);
    expect(releaseLease(during, now + 20)).toMatchObject({ dueAt: now + 10, pendingSince: now + 10 });
  });

  it('a released mirror carries no token, and is due as if it had never been leased', () =>
    fc.assert(
      fc.property(anyMirror, fc.boolean(), (mirror, mustRead) => {
        const begun = takeLease(mirror, 'mine', now, mustRead);
        if (typeof begun === 'string') return;
        const released = releaseLease(begun.mirror, now);
        expect(released.fencingToken).toBeNull();
        const { readDueAt } = begun.lease.served;
        expect(released).toEqual(schedule({ ...mirror, readDueAt }, now));
      }),
    ));
});
