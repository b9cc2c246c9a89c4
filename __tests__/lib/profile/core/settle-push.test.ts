import { withFields } from '@/__tests__/support/mirror';
import { valuesOf } from '@/__tests__/support/values';
import type { ClerkFailure } from '@/lib/clerk/errors';
import type { ClerkUser } from '@/lib/clerk/users';
import type { Lease } from '@/lib/profile/core/lease-push';
import { merge } from '@/lib/profile/core/merge';
import {
  newMirror,
  pendingFields,
  refusedFieldsOf,
  valuesOf as valuesIn,
  type Field,
  type Mirror,
} from '@/lib/profile/core/mirror';
import { wholeCalls, type SentCall } from '@/lib/profile/core/plan-calls';
import type { DirectSaveLog } from '@/lib/profile/core/remote-snapshot';
import { SPACING_MS } from '@/lib/profile/core/schedule';
import { settlePush } from '@/lib/profile/core/settle-push';
import type { Values } from '@/lib/profile/model/values';

const now = 1_700_000_000_000;
const old = valuesOf({ firstName: 'Ann', lastName: 'Lee', avatarColor: 'teal' });
const edited = { firstName: 'Bea', lastName: 'Moon', avatarColor: 'blue' } as const;
const lease: Lease = { fencingToken: 'mine', write: { patch: edited, at: now - 100 } };
const settled = newMirror(old, now - 5000, now - 5000);
/** A pending field, saved so many ms ago. */
const saved = (value: string, msAgo: number): Partial<Field> => ({ value, state: 'pending', writtenAt: now - msAgo });
const underWay: Mirror = {
  ...settled,
  revision: 1,
  inFlightWrites: [lease.write],
  pushDueAt: now + 14_900,
  lastPushEndedAt: now - 100,
  fencingToken: 'mine',
  pendingSince: now - 200,
};
const leased = withFields(underWay, {
  firstName: saved('Bea', 200),
  lastName: saved('Moon', 200),
  avatarColor: saved('blue', 200),
});
/** Saved again while the push was under way. */
const savedMeanwhile = withFields(leased, { firstName: saved('Cid', 50) });

const settle = (before: Mirror, calls: SentCall[], by = lease) => {
  const result = settlePush(before, calls, by, now, 0.5);
  if (!result) throw new Error('the lease was not held');
  return result;
};
const [names, colour] = wholeCalls(edited) as [Partial<Values>, Partial<Values>];

const user = (values: Partial<Values>, updatedAt = now): ClerkUser => {
  const { firstName, lastName, avatarColor } = { ...old, ...values };
  return { id: 'user_1', firstName, lastName, publicMetadata: { avatarColor }, privateMetadata: {}, updatedAt };
};
const ok = (patch: Partial<Values>, values: Partial<Values>, updatedAt = now) => ({
  patch,
  answer: { ok: true as const, value: user(values, updatedAt) },
});
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
    expect(settlePush({ ...leased, fencingToken: 'theirs' }, [ok(names, names)], lease, now, 0.5)).toBeNull());

  it('a push with one unanswered call confirms the other, and keeps only the unanswered one in flight', () => {
    const { mirror: after, retry } = settle(leased, [ok(names, names), failed(colour, timeout)]);
    expect(pendingFields(after)).toEqual(['avatarColor']);
    expect(after.inFlightWrites).toEqual([{ patch: colour, at: lease.write.at }]);
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

  it('a call refused for one field does not confirm another that was saved with the value of its base', () => {
    const same = withFields(leased, { firstName: { value: 'Ann' } });
    const { mirror: after } = settle(same, [
      failed({ firstName: 'Ann', lastName: 'Moon' }, refused('last_name')),
      ok(colour, colour),
    ]);
    expect(pendingFields(after)).toEqual(['firstName']); // somebody else may have changed it in Clerk since
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
    expect(after.pushDueAt).toBe(now + 2 * SPACING_MS); // three calls
  });

  it('a push for a user whom Clerk does not have refuses every field', () => {
    const notFound: ClerkFailure = {
      kind: 'refused',
      status: 404,
      code: 'resource_not_found',
      message: 'no',
      param: null,
      traceId: null,
    };
    const { mirror: after } = settle(leased, [failed(names, notFound), failed(colour, notFound)]);
    expect(refusedFieldsOf(after)).toEqual(['firstName', 'lastName', 'avatarColor']);
  });

  it.each([
    ['first', [limited, unreachable] as const],
    ['second', [unreachable, limited] as const],
  ])('a push whose %s call was rate-limited is due again only after Clerk’s Retry-After', (_which, failures) => {
    const { mirror: after, retry } = settle(leased, [failed(names, failures[0]), failed(colour, failures[1])]);
    expect(after.pushDueAt).toBeGreaterThanOrEqual(now + 60_000);
    expect(retry).toBe(limited);
  });

  it('a push reports wrong keys whatever else failed, and still waits for Clerk’s Retry-After', () => {
    const wrongKey: ClerkFailure = { kind: 'misconfigured', message: 'wrong key' };
    expect(settle(leased, [failed(names, wrongKey), failed(colour, unreachable)]).retry).toBe(wrongKey);
    const { mirror: after } = settle(leased, [failed(names, limited), failed(colour, wrongKey)]);
    expect(after.pushDueAt).toBeGreaterThanOrEqual(now + 60_000);
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

  it('the push of a value saved while another push was under way is spaced from the end of that one', () =>
    expect(settle(savedMeanwhile, [ok(names, names), ok(colour, edited)]).mirror.pushDueAt).toBe(now + SPACING_MS));

  it('a push takes over what others changed in Clerk meanwhile', () => {
    const write = { patch: colour, at: lease.write.at };
    const onlyColour = withFields({ ...underWay, inFlightWrites: [write] }, { avatarColor: saved('blue', 200) });
    const { mirror: after } = settle(onlyColour, [ok(colour, { ...colour, firstName: 'Zed' })], { ...lease, write });
    expect(valuesIn(after)).toEqual({ ...old, avatarColor: 'blue', firstName: 'Zed' });
  });
});

describe('an edit made in Clerk after our write landed, and read before the answer to our write', () => {
  const write = { patch: { firstName: 'Bea' }, at: now - 100 };
  const onlyName = withFields({ ...underWay, inFlightWrites: [write] }, { firstName: saved('Bea', 200) });
  const by: Lease = { ...lease, write };
  const landed = [ok({ firstName: 'Bea' }, { firstName: 'Bea' }, now - 80)];
  const read = (
    before: Mirror,
    firstName: string,
    readStartedAt: number | null,
    directSaves: DirectSaveLog | null = null,
    sameMsAfter: number | null = null,
  ) => {
    const remote = { values: { ...old, firstName }, updatedAt: now - 60, directSaves, sameMsAfter, readStartedAt };
    const merged = merge(before, remote, now);
    if (merged.kind !== 'merged') throw new Error(merged.kind);
    return merged;
  };

  it('an edit read before the older answer to our write is taken by the next read, before any push', () => {
    const { mirror: after } = settle(read(onlyName, 'Eve', null).mirror, landed, by);
    const { invalidatedAt, pushDueAt } = after;
    expect({ pending: pendingFields(after), invalidatedAt, pushDueAt }).toEqual({
      pending: [],
      invalidatedAt: now,
      pushDueAt: null,
    });
    const { mirror: next, changes } = read(after, 'Eve', now + 1, null, now - 60);
    expect(changes).toEqual({ firstName: { from: 'Bea', to: 'Eve' } });
    expect(pendingFields(next)).toEqual([]);
  });

  it('a direct save that landed late, read before the older answer to our write, is pushed over', () => {
    const late = { saves: { s: { at: now - 300, patch: { firstName: 'Eve' } } } };
    const { mirror: after } = settle(read(onlyName, 'Eve', null, late).mirror, landed, by);
    const { mirror: next } = read(after, 'Eve', now + 1, late, now - 60);
    expect(next.fields.firstName.value).toBe('Bea');
    expect(pendingFields(next)).toEqual(['firstName']);
  });

  it('an edit read before the older answer to our write gives way to a save made here meanwhile', () => {
    const savedSince = withFields(read(onlyName, 'Eve', null).mirror, { firstName: saved('Cid', 50) });
    const { mirror: after } = settle(savedSince, landed, by);
    expect(pendingFields(read(after, 'Eve', now + 1).mirror)).toEqual(['firstName']);
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
  const by: Lease = { ...lease, write: { patch: { ...sent, ...colour }, at: lease.write.at } };
  const spaced = withFields({ ...leased, inFlightWrites: [by.write] }, { firstName: { value: 'Bea  Zoe' } });
  const answered = (firstName: string, updatedAt = now) => [
    ok(sent, { firstName, lastName: 'Moon' }, updatedAt),
    ok(colour, { ...colour, firstName, lastName: 'Moon' }),
  ];

  it('a value that Clerk normalised is taken over, is a change in history, and is not pushed again', () => {
    const { mirror: after, changes } = settle(spaced, answered('Bea Zoe'), by);
    expect(after.fields.firstName).toMatchObject({ value: 'Bea Zoe', base: 'Bea Zoe', state: 'confirmed' });
    expect(changes.firstName).toEqual({ from: 'Bea  Zoe', to: 'Bea Zoe' });
    expect({ pending: pendingFields(after), at: after.pushDueAt, revision: after.revision }).toEqual({
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

  it.each([
    [
      'may be an older write of ours',
      { ...spaced, inFlightWrites: [{ patch: { firstName: 'Old' }, at: now - 5_000 }, by.write] },
      answered('Old'),
    ],
    [
      'may be from before the write',
      withFields(spaced, { lastName: { base: 'Moon' } }),
      answered('Ann', spaced.clerkUpdatedAt!),
    ],
  ])('another value in Clerk’s answer that %s is pushed over, ever less often', (_why, before, calls) => {
    const { mirror: after, retry } = settle(before, calls, by);
    expect(after.fields.firstName).toMatchObject({ value: 'Bea  Zoe', state: 'reasserting' });
    expect(pendingFields(after)).toContain('firstName');
    expect(after.pushAttempts).toBe(1);
    expect(after.pushDueAt).toBeGreaterThan(now + SPACING_MS);
    expect(retry).toBeNull();
    expect(settle({ ...before, pushAttempts: 9 }, calls, by).mirror.pushDueAt).toBeGreaterThan(now + 60_000);
  });
});
