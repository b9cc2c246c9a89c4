import fc from 'fast-check';
import { anyMirror, anyRemote, anyUpdatedAt, around, base, now, YEARS_MS } from '@/__tests__/support/any-mirror';
import { applyRead, type ReadApplied } from '@/lib/profile/core/apply-read';
import { applySave } from '@/lib/profile/core/apply-save';
import { planWrite, takeLease, type Begun, type Lease } from '@/lib/profile/core/lease';
import { newMirror, pendingFields, type Mirror } from '@/lib/profile/core/mirror';
import type { RemoteSnapshot } from '@/lib/profile/core/clerk-shape';
import { isReadDue, LEASE_MS, schedule, withReadDue, withWebhook } from '@/lib/profile/core/schedule';
import { fieldNames, type Values } from '@/lib/profile/model/values';

const settled = newMirror(base, now - 1000, now - 1000);
const saved = applySave(settled, { patch: { firstName: 'Bea' } }, now - 500).mirror;

/** Leases a mirror for a read of Clerk. */
const lease = (mirror: Mirror, at = now): Begun => {
  const begun = takeLease(mirror, `token ${at}`, at, true);
  if (typeof begun === 'string') throw new Error(`the lease was not taken: ${begun}`);
  return begun;
};
/** What Clerk holds: the base, but for these values. */
const holding = (values: Partial<Values>, updatedAt = now - 100, readStartedAt = now): RemoteSnapshot => ({
  values: { ...base, ...values },
  updatedAt,
  directSaves: null,
  readStartedAt,
});
const applied = (mirror: Mirror, by: Lease, remote: RemoteSnapshot, at = now): ReadApplied => {
  const result = applyRead(mirror, by, remote, at);
  if (!result) throw new Error('the lease was not held');
  return result;
};
/** Reads Clerk under a lease of its own, in which nothing else happens. */
const read = (mirror: Mirror, remote: RemoteSnapshot, at = now): ReadApplied => {
  const { mirror: leased, lease: by } = lease(mirror, at);
  return applied(leased, by, { ...remote, readStartedAt: at }, at);
};

describe('a read of Clerk under a lease', () => {
  it('a read takes an edit made in Clerk, and ends its lease if nothing is pending', () => {
    const { mirror, changes, write } = read(settled, holding({ firstName: 'Eve' }));
    expect({ changes, write }).toEqual({ changes: { firstName: { from: 'Ann', to: 'Eve' } }, write: null });
    const { fencingToken, dueAt, clerkReadAt, clerkUpdatedAt } = mirror;
    expect({ fencingToken, dueAt, clerkReadAt, clerkUpdatedAt }).toEqual({
      fencingToken: null,
      dueAt: null,
      clerkReadAt: now,
      clerkUpdatedAt: now - 100,
    });
  });

  it('a read before a push takes the edits of other fields, and notes the write that is then sent', () => {
    const { mirror, changes, write } = read(saved, holding({ lastName: 'Moon' }), now + 700);
    expect(changes).toEqual({ lastName: { from: 'Lee', to: 'Moon' } });
    expect(write).toEqual({ patch: { firstName: 'Bea' }, at: now + 700 });
    expect(mirror).toMatchObject({ inFlightWrites: [write], dueAt: now + 700 + LEASE_MS });
  });

  it('a save made during a read is sent under the lease of that read', () => {
    const { mirror: leased, lease: by } = lease(settled);
    const during = applySave(leased, { patch: { avatarColor: 'blue' } }, now + 100).mirror;
    const { write } = applied(during, by, holding({ firstName: 'Eve' }), now + 200);
    expect(write).toEqual({ patch: { avatarColor: 'blue' }, at: now });
  });

  it('a read that is due goes while a push backs off, and the push still waits', () => {
    const backingOff = schedule({ ...saved, attempts: 2, nextPushAt: now + 60_000 }, now);
    const reported = withReadDue(backingOff, now);
    expect([backingOff.dueAt, reported.dueAt]).toEqual([now + 60_000, now]);
    const { mirror, write } = read(reported, holding({ lastName: 'Moon' }));
    expect(write).toBeNull();
    expect(mirror).toMatchObject({ dueAt: now + 60_000, readDueAt: null, fencingToken: null });
    expect(pendingFields(mirror)).toEqual(['firstName']);
  });

  it('a read whose lease another has taken over changes nothing', () => {
    const { mirror: leased, lease: lost } = lease(saved);
    const { mirror: taken } = lease(leased, now + LEASE_MS);
    expect(applyRead(taken, lost, holding({ firstName: 'Eve' }), now + LEASE_MS)).toBeNull();
  });

  it('a read is committed after its lease ran out if nobody has taken that over', () => {
    const { mirror: leased, lease: late } = lease(settled);
    expect(applyRead(leased, late, holding({ firstName: 'Eve' }), now + 2 * LEASE_MS)).not.toBeNull();
  });
});

describe('a lease whose holder died after it noted a write', () => {
  const write = { patch: { firstName: 'Bea' }, at: now - LEASE_MS };
  const { mirror: leased } = lease(applySave(settled, write, write.at).mirror, write.at);
  const abandoned = planWrite(leased, write.at).mirror;

  it('a write that landed before its process died is confirmed by a read, and not sent again', () => {
    const over = read(abandoned, holding({ firstName: 'Bea' }));
    expect(over).toMatchObject({ write: null, changes: {}, mirror: { dueAt: null, fencingToken: null } });
    expect(pendingFields(over.mirror)).toEqual([]);
  });

  it('a write that did not land before its process died is sent again, and the first may still land', () => {
    const over = read(abandoned, holding({}));
    expect(over.write).toEqual({ patch: { firstName: 'Bea' }, at: now });
    expect(over.mirror.inFlightWrites).toEqual([write, over.write]);
  });

  it('a write that lands late is told from an edit, also by a read after its process died', () => {
    const other = applySave(abandoned, { patch: { firstName: 'Cid' } }, now - 10).mirror;
    const over = read(other, holding({ firstName: 'Bea' }));
    expect(over.changes).toEqual({});
    expect(over.write).toEqual({ patch: { firstName: 'Cid' }, at: now });
  });
});

describe('what is reported to a mirror and read from Clerk', () => {
  /** Anything that makes a read of Clerk due. */
  const anyReport: fc.Arbitrary<(mirror: Mirror, at: number) => Mirror> = fc.oneof(
    fc.constant(withReadDue),
    anyUpdatedAt.map((updatedAt) => (mirror: Mirror, at: number) => withWebhook(mirror, updatedAt, at)),
  );

  it('a read serves all that was reported before its lease was taken', () =>
    fc.assert(
      fc.property(anyMirror, fc.array(anyReport, { maxLength: 3 }), anyRemote, (mirror, reports, remote) => {
        const reported = reports.reduce((before, report) => report(before, now), mirror);
        expect(isReadDue(read(reported, remote).mirror)).toBe(false);
      }),
    ));

  it('a change that is reported during a read stays due, and is due when the lease of that read ends', () => {
    const { mirror: leased, lease: by } = lease(withReadDue(settled, now));
    const during = withReadDue(leased, now + 10);
    const { mirror } = applied(during, by, holding({}), now + 20);
    expect(mirror).toMatchObject({ readDueAt: now + 10, dueAt: now + 10, fencingToken: null });
  });

  it('a webhook that arrives during a read keeps Clerk to be read unless that read has seen its change', () => {
    const { mirror: leased, lease: by } = lease(settled);
    const during = withWebhook(leased, now, now + 10);
    expect(applied(during, by, holding({}, now - 1), now + 20).mirror).toMatchObject({
      webhookUpdatedAt: now,
      dueAt: now + 20,
    });
    expect(applied(during, by, holding({}, now), now + 20).mirror).toMatchObject({
      webhookUpdatedAt: null,
      dueAt: null,
    });
  });

  it('a read that is asked for during another stays due, however close to one another they are asked for', () =>
    fc.assert(
      fc.property(
        fc.record({ readDueAt: fc.option(around(-3, 3)), marks: fc.nat(2) }),
        fc.array(fc.nat(1), { minLength: 1, maxLength: 4 }),
        anyRemote,
        ({ readDueAt, marks }, waits, remote) => {
          const asked = Array.from({ length: marks }).reduce<Mirror>((mirror) => withReadDue(mirror, now), {
            ...settled,
            readDueAt,
          });
          const { mirror: leased, lease: by } = lease(asked);
          let [during, at] = [leased, now];
          for (const ms of waits) during = withReadDue(during, (at += ms));
          const { mirror: after } = applied(during, by, remote, at);
          expect(isReadDue(after)).toBe(true);
          expect(after.dueAt).toBeLessThanOrEqual(at + marks + waits.length);
        },
      ),
      { numRuns: 2_000 },
    ));

  it('a webhook stays due if it is newer than what was reported before a read, and than what it saw', () =>
    fc.assert(
      fc.property(
        anyMirror,
        fc.array(anyUpdatedAt, { minLength: 1, maxLength: 3 }),
        anyRemote,
        (mirror, times, remote) => {
          const { mirror: leased, lease: by } = lease(mirror);
          const during = times.reduce((one, updatedAt) => withWebhook(one, updatedAt, now + 1), leased);
          const newest = Math.max(...times);
          const { mirror: after } = applied(during, by, remote, now + 2);
          const known = [mirror.clerkUpdatedAt ?? 0, mirror.webhookUpdatedAt ?? 0, remote.updatedAt];
          expect(isReadDue(after)).toBe(newest > Math.max(...known));
        },
      ),
      { numRuns: 500 },
    ));

  it('a webhook that is years ahead of Clerk leads to one read, and to no more', () => {
    const reported = withWebhook(settled, now + YEARS_MS, now);
    expect(reported.dueAt).toBe(now);
    const { mirror } = read(reported, holding({}));
    expect(mirror).toMatchObject({ webhookUpdatedAt: null, dueAt: null, clerkUpdatedAt: now - 100 });
    expect(withWebhook(mirror, now - 100, now + 10)).toBe(mirror);
  });

  it('while Clerk’s clock is years ahead, each webhook leads to one read', () => {
    let { mirror } = read(settled, holding({}, now + YEARS_MS));
    for (const ms of [1, 2, 3]) {
      expect(mirror).toMatchObject({ clerkUpdatedAt: null, dueAt: null });
      const reported = withWebhook(mirror, now + YEARS_MS + ms, now + ms);
      expect(reported.dueAt).toBe(now + ms);
      ({ mirror } = read(reported, holding({ firstName: `Ann ${ms}` }, now + YEARS_MS + ms), now + ms));
      expect(mirror.fields.firstName.value).toBe(`Ann ${ms}`);
    }
    const { mirror: after } = read(mirror, holding({}, now + 10), now + 10);
    expect(after.clerkUpdatedAt).toBe(now + 10); // the clock was set right
  });
});

describe('any read of any mirror', () => {
  it('a read keeps its lease for the write that it noted, or ends it and leaves nothing due at once', () =>
    fc.assert(
      fc.property(anyMirror, anyRemote, fc.nat(3_000), (mirror, remote, ms) => {
        const { mirror: leased, lease: by } = lease(mirror);
        const { mirror: after, write } = applied(leased, by, remote, now + ms);
        expect(after.fencingToken).toBe(write ? by.fencingToken : null);
        if (write) expect(Object.keys(write.patch)).toEqual(pendingFields(after));
        else if (after.dueAt !== null) expect(after.dueAt).toBeGreaterThan(now + ms);
      }),
      { numRuns: 500 },
    ));

  it('a read loses no pending value, whatever it finds, unless a direct save is later', () =>
    fc.assert(
      fc.property(anyMirror, anyRemote, (mirror, remote) => {
        const { mirror: after, write } = read(mirror, remote);
        for (const name of fieldNames) {
          const { state, value, writtenAt } = mirror.fields[name];
          const { at, patch } = remote.directSaves?.saves.s ?? { at: 0, patch: {} };
          if (state !== 'pending' || (name in patch && at > writtenAt)) continue;
          expect(after.fields[name].value).toBe(value);
          if (after.fields[name].state === 'confirmed') expect(remote.values[name]).toBe(value);
          else if (write) expect(write.patch[name]).toBe(value);
        }
      }),
      { numRuns: 500 },
    ));
});
