import fc from 'fast-check';
import { anyMirror, base as old, direct, now } from '@/__tests__/support/any-mirror';
import { aClerkUser } from '@/__tests__/support/builders';
import { withFields } from '@/__tests__/support/mirror';
import type { ClerkFailure } from '@/lib/clerk/errors';
import type { ClerkUser } from '@/lib/clerk/users';
import { takeLease, type Begun, type Lease } from '@/lib/profile/core/lease';
import {
  newMirror,
  pendingFields,
  refusedFieldsOf,
  valuesOf as valuesIn,
  type Field,
  type InFlightWrite,
  type Mirror,
} from '@/lib/profile/core/mirror';
import { wholeCalls, type SentCall } from '@/lib/profile/core/plan-calls';
import { toClerk, type DirectSaveLog } from '@/lib/profile/core/clerk-shape';
import { isReadDue, LEASE_MS, schedule, SPACING_MS, withReadDue, withWebhook } from '@/lib/profile/core/schedule';
import { settleFailedRead, settlePush } from '@/lib/profile/core/settle-push';
import type { Values } from '@/lib/profile/model/values';

const edited = { firstName: 'Bea', lastName: 'Moon', avatarColor: 'blue' } as const;
const lease: Lease = { fencingToken: 'mine', served: { readDueAt: null, webhookUpdatedAt: null } };
const write: InFlightWrite = { patch: edited, at: now - 100 };
const settled = newMirror(old, now - 5000, now - 5000);
/** A pending field, saved so many ms ago. */
const saved = (value: string, msAgo: number): Partial<Field> => ({ value, state: 'pending', writtenAt: now - msAgo });
const underWay: Mirror = {
  ...settled,
  revision: 1,
  inFlightWrites: [write],
  dueAt: write.at + LEASE_MS,
  fencingToken: 'mine',
  pendingSince: now - 200,
};
const leased = withFields(underWay, {
  firstName: saved('Bea', 200),
  lastName: saved('Moon', 200),
  avatarColor: saved('blue', 200),
});
/** The same before the push was leased. */
const leasedBefore = schedule({ ...leased, fencingToken: null, inFlightWrites: [] }, now);
/** Saved again while the push was under way. */
const savedMeanwhile = withFields(leased, { firstName: saved('Cid', 50) });

const settle = (before: Mirror, calls: SentCall[], sent = write) => {
  const result = settlePush(before, lease, sent, calls, now, 0.5);
  if (!result) throw new Error('the lease was not held');
  return result;
};
const [names, colour] = wholeCalls(edited) as [Partial<Values>, Partial<Values>];

const user = (values: Partial<Values>, updatedAt: number, directSaves: DirectSaveLog | null): ClerkUser => {
  const { attributes, metadata } = toClerk({ ...old, ...values });
  const privateMetadata = directSaves ? { perdure: directSaves } : {};
  return aClerkUser({ ...attributes, ...metadata, privateMetadata, updatedAt });
};
const ok = (
  patch: Partial<Values>,
  values: Partial<Values>,
  updatedAt = now,
  directSaves: DirectSaveLog | null = null,
) => ({ patch, answer: { ok: true as const, value: user(values, updatedAt, directSaves) } });
const failed = (patch: Partial<Values>, failure: ClerkFailure) => ({ patch, answer: { ok: false as const, failure } });
const refused = (param: string | null): ClerkFailure => ({
  kind: 'refused',
  status: 422,
  code: 'form_param_unknown',
  message: 'no',
  param,
  traceId: 't',
});
const timeout: ClerkFailure = { kind: 'transient', message: 'late', unknown: true, retryAfterMs: null };
const limited: ClerkFailure = { kind: 'transient', message: 'limited', unknown: false, retryAfterMs: 60_000 };
const unreachable: ClerkFailure = { kind: 'transient', message: 'unreachable', unknown: true, retryAfterMs: null };
const wrongKey: ClerkFailure = { kind: 'misconfigured', message: 'wrong key' };
const notFound: ClerkFailure = {
  kind: 'refused',
  status: 404,
  code: 'resource_not_found',
  message: 'no',
  param: null,
  traceId: null,
};

describe('a push', () => {
  it('a push writes names and metadata in a call each, names first', () => {
    expect(wholeCalls(edited)).toEqual([{ firstName: 'Bea', lastName: 'Moon' }, { avatarColor: 'blue' }]);
    expect(wholeCalls({ avatarColor: 'blue' })).toEqual([{ avatarColor: 'blue' }]);
  });

  it('a push that Clerk answered in full leaves nothing pending and no write in flight', () => {
    const { mirror: after, retry } = settle(leased, [ok(names, names), ok(colour, edited)]);
    expect(pendingFields(after)).toEqual([]);
    expect(after.inFlightWrites).toEqual([]);
    expect(retry).toBeNull();
  });

  it('a push that lost its lease settles nothing', () =>
    expect(settlePush({ ...leased, fencingToken: 'theirs' }, lease, write, [ok(names, names)], now, 0.5)).toBeNull());

  it('a push with one unanswered call confirms the other, and keeps only the unanswered one in flight', () => {
    const { mirror: after, retry } = settle(leased, [ok(names, names), failed(colour, timeout)]);
    expect(pendingFields(after)).toEqual(['avatarColor']);
    expect(after.inFlightWrites).toEqual([{ patch: colour, at: write.at }]);
    expect(retry).toBe(timeout);
  });

  it('a call refused for one field leaves its other fields pending', () => {
    const { mirror: after } = settle(leased, [failed(names, refused('last_name')), ok(colour, colour)]);
    expect(refusedFieldsOf(after)).toEqual(['lastName']);
    expect(after.fields.lastName.refusal).toEqual({
      value: 'Moon',
      code: 'form_param_unknown',
      message: 'no',
      traceId: 't',
      at: new Date(now).toISOString(),
    });
    expect(pendingFields(after)).toEqual(['firstName']);
  });

  it('a refused value that Clerk held when it was last seen stays pending, and Clerk is read at once', () => {
    const same = withFields(leased, { lastName: { value: old.lastName, writtenAt: write.at } });
    const { mirror: after } = settle(same, [failed({ lastName: old.lastName }, refused('last_name'))]);
    expect(pendingFields(after)).toContain('lastName'); // somebody may have edited it in Clerk before it was saved
    expect(after).toMatchObject({ readDueAt: now, dueAt: now });
  });

  it('a call refused for one field does not confirm another that was saved with the value of its base', () => {
    const same = withFields(leased, { firstName: { value: 'Ann', writtenAt: write.at } });
    const call = failed({ firstName: 'Ann', lastName: 'Moon' }, refused('last_name'));
    const { mirror: after } = settle(same, [call]);
    expect(pendingFields(after)).toContain('firstName'); // somebody else may have changed it in Clerk since
    const { mirror: seen } = settle(same, [call, ok(colour, colour)]); // now Clerk has shown that it holds Ann
    expect(pendingFields(seen)).toEqual([]);
  });

  it.each([null, 'username'])(
    'a call refused for %s, no field of ours, refuses only what is refused alone',
    (param) => {
      const calls = [
        failed(names, refused(param)),
        ok(colour, colour),
        ok({ firstName: 'Bea' }, { ...colour, firstName: 'Bea' }),
        failed({ lastName: 'Moon' }, refused(param)),
      ];
      const { mirror: after, retry } = settle(leased, calls);
      expect(refusedFieldsOf(after)).toEqual(['lastName']);
      expect({ pending: pendingFields(after), inFlightWrites: after.inFlightWrites, retry }).toEqual({
        pending: [],
        inFlightWrites: [],
        retry: null,
      });
    },
  );

  it('a call refused for no named field leaves pending what there was no time to send alone', () => {
    const { mirror: after } = settle(leased, [
      failed(names, refused(null)),
      ok(colour, colour),
      failed({ firstName: 'Bea' }, refused(null)),
    ]);
    expect(refusedFieldsOf(after)).toEqual(['firstName']);
    expect(pendingFields(after)).toEqual(['lastName']);
    expect(after.dueAt).toBe(now + 2 * SPACING_MS); // three calls
  });

  it('a push for a user whom Clerk does not have refuses every field', () => {
    const { mirror: after } = settle(leased, [failed(names, notFound), failed(colour, notFound)]);
    expect(refusedFieldsOf(after)).toEqual(['firstName', 'lastName', 'avatarColor']);
  });

  it.each([
    ['first', [limited, unreachable] as const],
    ['second', [unreachable, limited] as const],
  ])('a push whose %s call was rate-limited is due again only after Clerk’s Retry-After', (_which, failures) => {
    const { mirror: after, retry } = settle(leased, [failed(names, failures[0]), failed(colour, failures[1])]);
    expect(after.dueAt).toBeGreaterThanOrEqual(now + 60_000);
    expect(retry).toBe(limited);
  });

  it('a push reports wrong keys whatever else failed, and still waits for Clerk’s Retry-After', () => {
    expect(settle(leased, [failed(names, wrongKey), failed(colour, unreachable)]).retry).toBe(wrongKey);
    const { mirror: after } = settle(leased, [failed(names, limited), failed(colour, wrongKey)]);
    expect(after.dueAt).toBeGreaterThanOrEqual(now + 60_000);
  });

  it('a push keeps no write in flight for a call that it did not make', () => {
    const { mirror: after } = settle(leased, [failed(names, limited)]);
    expect(pendingFields(after)).toEqual(['firstName', 'lastName', 'avatarColor']);
    expect(after.inFlightWrites).toEqual([]);
  });

  it('a push keeps a value that was saved while it was under way', () => {
    const { mirror: after } = settle(savedMeanwhile, [ok(names, names), ok(colour, edited)]);
    expect(after.fields.firstName.value).toBe('Cid');
    expect(pendingFields(after)).toEqual(['firstName']);
  });

  it('a push does not confirm a value saved while it was under way that Clerk may have held before', () => {
    const changedBack = withFields(leased, { firstName: saved('Ann', 50) });
    const { mirror: after } = settle(changedBack, [failed(names, timeout), ok(colour, colour)]);
    expect(pendingFields(after)).toContain('firstName'); // Bea may still land on it
  });

  it('a push that Clerk answered forgets the failures before it, and the next one is spaced as usual', () => {
    const { mirror: after } = settle({ ...savedMeanwhile, attempts: 3 }, [ok(names, names), ok(colour, edited)]);
    expect(after).toMatchObject({ attempts: 0, dueAt: now + SPACING_MS });
  });

  it('the push of a value saved while another push was under way is spaced from the end of that one', () =>
    expect(settle(savedMeanwhile, [ok(names, names), ok(colour, edited)]).mirror.dueAt).toBe(now + SPACING_MS));

  it('a push takes over what others changed in Clerk meanwhile', () => {
    const sent = { patch: colour, at: write.at };
    const onlyColour = withFields({ ...underWay, inFlightWrites: [sent] }, { avatarColor: saved('blue', 200) });
    const { mirror: after } = settle(onlyColour, [ok(colour, { ...colour, firstName: 'Zed' })], sent);
    expect(valuesIn(after)).toEqual({ ...old, avatarColor: 'blue', firstName: 'Zed' });
  });
});

describe('a change that is reported to a mirror during a push', () => {
  it('a webhook of our own write leads to no read, whether it arrives before the answer or after it', () => {
    const calls = [ok(names, names, now - 50), ok(colour, edited, now - 40)];
    const before = [now - 50, now - 40].reduce((mirror, at) => withWebhook(mirror, at, now), leased);
    const { mirror: after } = settle(before, calls);
    expect(after).toMatchObject({ clerkUpdatedAt: now - 40, webhookUpdatedAt: null, dueAt: null });
    expect([now - 50, now - 40].map((at) => withWebhook(after, at, now))).toEqual([after, after]);
  });

  it('a change of which no answer to the push can know stays due, and is due when its lease ends', () => {
    const calls = [ok(names, names, now - 50), ok(colour, edited, now - 40)];
    const { mirror: afterWebhook } = settle(withWebhook(leased, now - 39, now), calls);
    expect(afterWebhook).toMatchObject({ webhookUpdatedAt: now - 39, dueAt: now, fencingToken: null });
    const { mirror: afterMark } = settle(withReadDue(leased, now - 10), calls);
    expect(afterMark).toMatchObject({ readDueAt: now - 10, dueAt: now - 10, fencingToken: null });
  });
});

describe('an edit made in Clerk between the two calls of a push', () => {
  const answers = (directSaves: DirectSaveLog | null = null) => [
    ok(names, names, now - 50),
    ok(colour, { ...edited, firstName: 'Eve' }, now - 40, directSaves),
  ];

  it('an edit made between the two calls of a push came later than its write, and is taken', () => {
    const { mirror: after, changes } = settle(leased, answers());
    expect(changes.firstName).toEqual({ from: 'Bea', to: 'Eve' });
    expect({ pending: pendingFields(after), dueAt: after.dueAt }).toEqual({ pending: [], dueAt: null });
  });

  it('a direct save that lands late between the two calls of a push is pushed over', () => {
    const { mirror: after } = settle(leased, answers(direct({ firstName: 'Eve' }, now - 300)));
    expect(after.fields.firstName).toMatchObject({ value: 'Bea', state: 'reasserting' });
    expect(after.dueAt).toBe(now + SPACING_MS);
  });

  it('an edit made between the two calls of a push gives way to a save made here meanwhile', () => {
    const { mirror: after, changes } = settle(savedMeanwhile, answers());
    expect(after.fields.firstName).toMatchObject({ value: 'Cid', base: 'Eve', state: 'pending' });
    expect(changes.firstName).toEqual({ overwritten: 'Eve' });
  });
});

it('two edits of a field in Clerk, each in an answer to one push, are one change in history', () => {
  const before = withFields(leased, { firstName: settled.fields.firstName });
  const calls = [
    ok({ lastName: 'Moon' }, { lastName: 'Moon', firstName: 'Eve' }, now),
    ok(colour, { ...colour, lastName: 'Moon', firstName: 'Fay' }, now + 1),
  ];
  expect(settle(before, calls).changes).toEqual({ firstName: { from: 'Ann', to: 'Fay' } });
});

describe('a value that Clerk normalised', () => {
  const sent = { firstName: 'Bea  Zoe', lastName: 'Moon' };
  const by: InFlightWrite = { patch: { ...sent, ...colour }, at: write.at };
  const spaced = withFields(
    { ...leased, inFlightWrites: [by] },
    {
      firstName: { value: 'Bea  Zoe', writtenAt: write.at }, // saved and leased in one transaction
    },
  );
  const answered = (firstName: string) => [
    ok(sent, { firstName, lastName: 'Moon' }),
    ok(colour, { ...colour, firstName, lastName: 'Moon' }),
  ];

  it('a value that Clerk normalised is taken over, is a change in history, and is not pushed again', () => {
    const { mirror: after, changes } = settle(spaced, answered('Bea Zoe'), by);
    expect(after.fields.firstName).toMatchObject({ value: 'Bea Zoe', base: 'Bea Zoe', state: 'confirmed' });
    expect(changes.firstName).toEqual({ from: 'Bea  Zoe', to: 'Bea Zoe' });
    expect({ pending: pendingFields(after), at: after.dueAt, revision: after.revision }).toEqual({
      pending: [],
      at: null,
      revision: spaced.revision + 1,
    });
    expect(after.inFlightWrites).toEqual([]);
  });

  it('a value that Clerk normalised to what it held before is taken over too', () =>
    expect(settle(spaced, answered('Ann'), by).mirror.fields.firstName.value).toBe('Ann'));

  it('a value that Clerk normalised does not replace one saved meanwhile, nor the same one saved again', () => {
    const savedSince = withFields(spaced, { firstName: saved('Cid', 50) });
    expect(settle(savedSince, answered('Bea Zoe'), by).mirror.fields.firstName.value).toBe('Cid');
    const savedAgain = withFields(spaced, { firstName: saved('Bea  Zoe', 50) });
    const again = settle(savedAgain, answered('Bea Zoe'), by).mirror;
    expect(again.fields.firstName.value).toBe('Bea  Zoe');
    expect(pendingFields(again)).toEqual(['firstName']);
  });

  it('a value in Clerk’s answer that may be an older write of ours is pushed over, ever less often', () => {
    const before = { ...spaced, inFlightWrites: [{ patch: { firstName: 'Old' }, at: now - 5_000 }, by] };
    const { mirror: after, retry } = settle(before, answered('Old'), by);
    expect(after.fields.firstName).toMatchObject({ value: 'Bea  Zoe', state: 'reasserting' });
    expect(pendingFields(after)).toContain('firstName');
    expect(after.attempts).toBe(1);
    expect(after.dueAt).toBeGreaterThan(now + SPACING_MS);
    expect(retry).toBeNull();
    expect(settle({ ...before, attempts: 9 }, answered('Old'), by).mirror.dueAt).toBeGreaterThan(now + 60_000);
  });
});

describe('a read of Clerk that failed', () => {
  const pending = schedule(withFields(settled, { firstName: saved('Bea', 200) }), now - 200);
  const backingOff = schedule({ ...pending, attempts: 2, nextPushAt: now + 9_000 }, now);

  /** Fails a read under a lease of its own, in which `meanwhile` happens. `random` of the back-off is a half. */
  const failRead = (mirror: Mirror, failure: ClerkFailure, meanwhile = (during: Mirror) => during) => {
    const begun = takeLease(mirror, 'mine', now, true);
    if (typeof begun === 'string') throw new Error(`the lease was not taken: ${begun}`);
    const after = settleFailedRead(meanwhile(begun.mirror), begun.lease, failure, now, 0.5);
    if (!after) throw new Error('the lease was not held');
    return after;
  };

  it('a read that failed is due again after a back-off, which grows with each failure', () => {
    const due = withReadDue(settled, now);
    const { mirror: once, retry } = failRead(due, unreachable);
    expect(retry).toBe(unreachable);
    expect(once).toMatchObject({ attempts: 1, readDueAt: once.dueAt, fencingToken: null });
    expect(once.dueAt).toBeGreaterThan(now + SPACING_MS);
    expect(failRead({ ...due, attempts: 9 }, unreachable).mirror.dueAt).toBeGreaterThan(now + 60_000);
  });

  it('a read that Clerk limited is due again only after its Retry-After', () =>
    expect(failRead(withReadDue(settled, now), limited).mirror.dueAt).toBeGreaterThanOrEqual(now + 60_000));

  it('a change that a webhook reported is still to be read after a failure, and not before the back-off', () => {
    const { mirror: after } = failRead(withWebhook(settled, now - 10, now), limited);
    expect(after).toMatchObject({ webhookUpdatedAt: now - 10, attempts: 1 });
    expect(after.dueAt).toBeGreaterThanOrEqual(now + 60_000);
    expect(withWebhook(after, now - 5, now + 1)).toMatchObject({ webhookUpdatedAt: now - 5, dueAt: after.dueAt });
  });

  it('a change that is reported during a read that fails is due after the back-off', () => {
    for (const meanwhile of [(during: Mirror) => withReadDue(during, now), (one: Mirror) => withWebhook(one, now, now)])
      expect(failRead(settled, limited, meanwhile).mirror.dueAt).toBeGreaterThanOrEqual(now + 60_000);
  });

  it('a push that is due waits for the back-off of the read before it, and keeps what it is to write', () => {
    const { mirror: after } = failRead({ ...pending, attempts: 1 }, limited);
    expect(after).toMatchObject({ attempts: 2, fencingToken: null, inFlightWrites: [] });
    expect(after.dueAt).toBeGreaterThanOrEqual(now + 60_000);
    expect(pendingFields(after)).toEqual(['firstName']);
  });

  it('a read that failed while a push backed off is postponed, and the push is due when it was', () => {
    const { mirror: after } = failRead(withReadDue(backingOff, now), limited);
    expect(after.readDueAt).toBeGreaterThanOrEqual(now + 60_000);
    expect(after).toMatchObject({ dueAt: now + 9_000, nextPushAt: now + 9_000 });
  });

  it('a read that failed although nothing was due leaves nothing due, and is reported', () => {
    expect(failRead(settled, wrongKey)).toEqual({ mirror: settled, changes: {}, retry: wrongKey });
    expect(failRead(backingOff, unreachable)).toEqual({ mirror: backingOff, changes: {}, retry: unreachable });
  });

  it('a read of a user whom Clerk does not have refuses what was to be pushed, and is not due again', () => {
    const { mirror: after, retry } = failRead(withReadDue(leasedBefore, now), notFound);
    expect(refusedFieldsOf(after)).toEqual(['firstName', 'lastName', 'avatarColor']);
    expect(after.fields.firstName.refusal).toMatchObject({ value: 'Bea', code: 'resource_not_found' });
    const { dueAt, readDueAt, attempts } = after;
    expect({ dueAt, readDueAt, attempts, retry }).toEqual({ dueAt: null, readDueAt: null, attempts: 0, retry: null });
  });

  it('a read of a user whom Clerk does not have leaves alone what is not to be pushed yet', () => {
    const { mirror: after } = failRead(withReadDue(backingOff, now), notFound);
    expect(after).toEqual({ ...backingOff, readDueAt: null });
    const undeclared = { ...settled.undeclared, states: { nickname: 'pending' } };
    expect(failRead({ ...backingOff, undeclared }, notFound).mirror.dueAt).toBe(now + 9_000);
  });

  it.each([
    ['fails for now', unreachable],
    ['finds no such user', notFound],
  ])('a read before a push of another version’s fields that %s is not tried again at once', (_how, failure) => {
    const elsewhere = { ...settled.undeclared, states: { nickname: 'pending' } };
    const mayStillLand = schedule({ ...settled, inFlightWrites: [write], undeclared: elsewhere }, now);
    expect(mayStillLand.dueAt).toBe(now);
    expect(failRead(mayStillLand, failure).mirror.dueAt).toBeGreaterThanOrEqual(now + 1_000);
  });

  it('a change that is reported during a read of an unknown user is still to be read', () =>
    expect(failRead(settled, notFound, (during) => withReadDue(during, now)).mirror.dueAt).toBe(now));

  it('a read that failed under a lease that another has taken over settles nothing', () =>
    expect(settleFailedRead({ ...leased, fencingToken: 'theirs' }, lease, notFound, now, 0.5)).toBeNull());
});

describe('the end of any lease', () => {
  const anyFailure = fc.constantFrom(unreachable, limited, timeout, wrongKey, notFound, refused('last_name'));
  const begin = (mirror: Mirror) => takeLease(mirror, 'mine', now, true) as Begun;

  it('no read that failed is tried again at once, whatever it was for', () =>
    fc.assert(
      fc.property(anyMirror, anyFailure, (mirror, failure) => {
        const { mirror: during, lease: by } = begin(mirror);
        const { dueAt, fencingToken } = settleFailedRead(during, by, failure, now, 0)!.mirror;
        expect(fencingToken).toBeNull();
        if (dueAt !== null) expect(dueAt).toBeGreaterThan(now);
      }),
      { numRuns: 1_000 },
    ));

  it('no read that failed for now loses what it was for, and none loses a value or a change', () =>
    fc.assert(
      fc.property(anyMirror, anyFailure, (mirror, failure) => {
        const { mirror: during, lease: by } = begin(mirror);
        const { mirror: after, changes } = settleFailedRead(during, by, failure, now, 0.5)!;
        expect(valuesIn(after)).toEqual(valuesIn(mirror));
        expect(changes).toEqual({});
        if (failure.kind === 'refused') return;
        expect(after.fields).toEqual(mirror.fields);
        expect(isReadDue(after)).toBe(isReadDue(mirror));
        expect(after.dueAt !== null).toBe(schedule(mirror, now).dueAt !== null);
      }),
      { numRuns: 500 },
    ));
});
