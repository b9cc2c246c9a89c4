import { valuesOf } from '@/__tests__/support/values';
import type { ClerkFailure } from '@/lib/clerk/errors';
import type { ClerkUser } from '@/lib/clerk/users';
import type { Lease } from '@/lib/profile/core/lease-push';
import { newMirror, pendingFields, type Mirror } from '@/lib/profile/core/mirror';
import { wholeCalls, type SentCall } from '@/lib/profile/core/plan-calls';
import { backOffMs, schedule, SPACING_MS } from '@/lib/profile/core/push-schedule';
import { merge, type DirectSaveLog } from '@/lib/profile/core/merge';
import { settlePush } from '@/lib/profile/core/settle-push';
import type { Values } from '@/lib/profile/model/values';
import fc from 'fast-check';

const now = 1_700_000_000_000;
const old = valuesOf({ firstName: 'Ann', lastName: 'Lee', avatarColor: 'teal' });
const edited = { firstName: 'Bea', lastName: 'Moon', avatarColor: 'blue' } as const;
const lease: Lease = { fencingToken: 'mine', write: { patch: edited, at: now - 100 } };
const mirror: Mirror = {
  ...newMirror(old, now - 5000, now - 5000),
  values: valuesOf(edited),
  savedAt: { firstName: now - 200, lastName: now - 200, avatarColor: now - 200 },
  revision: 1,
  doubtful: [lease.write],
  push: { at: now + 14_900, latest: now - 100, attempts: 0, token: 'mine', since: now - 200 },
};
const settle = (before: Mirror, calls: SentCall[], by = lease) => {
  const settled = settlePush(before, calls, by, now, 0.5);
  if (!settled) throw new Error('the lease was not held');
  return settled;
};
const [names, colour] = wholeCalls(edited) as [Partial<Values>, Partial<Values>];

const user = (values: Partial<Values>, updatedAt = now): ClerkUser => {
  const { firstName, lastName, avatarColor } = { ...old, ...values };
  return { id: 'user_1', firstName, lastName, publicMetadata: { avatarColor }, privateMetadata: {}, updatedAt };
};
const ok = (patch: Partial<Values>, values: Partial<Values>) => ({
  patch,
  answer: { ok: true as const, value: user(values) },
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

describe('a push', () => {
  it('sends names and metadata by a call each, names first', () => {
    expect(wholeCalls(edited)).toEqual([{ firstName: 'Bea', lastName: 'Moon' }, { avatarColor: 'blue' }]);
    expect(wholeCalls({ avatarColor: 'blue' })).toEqual([{ avatarColor: 'blue' }]);
  });

  it('that both calls confirm leaves nothing pending and no doubt', () => {
    const { mirror: after, retry } = settle(mirror, [ok(names, names), ok(colour, edited)]);
    expect(pendingFields(after)).toEqual([]);
    expect(after.doubtful).toEqual([]);
    expect(retry).toBeNull();
  });

  it('of which one call is lost confirms the other and keeps the doubt of the lost one only', () => {
    const { mirror: after, retry } = settle(mirror, [ok(names, names), failed(colour, timeout)]);
    expect(pendingFields(after)).toEqual(['avatarColor']);
    expect(after.doubtful).toEqual([{ patch: colour, at: lease.write.at }]);
    expect(retry).toBe(timeout);
  });

  it('refused for one field leaves the other fields of the call pending', () => {
    const { mirror: after } = settle(mirror, [failed(names, refused('last_name')), ok(colour, colour)]);
    expect(Object.keys(after.refused)).toEqual(['lastName']);
    expect(pendingFields(after)).toEqual(['firstName']);
  });

  it('refused for one field does not settle another that was saved again with the value that Clerk was known to hold', () => {
    const same = {
      ...mirror,
      values: valuesOf({ ...edited, firstName: 'Ann' }),
      savedAt: { firstName: now - 200, lastName: now - 200 },
    };
    const { mirror: after } = settle(same, [
      failed({ firstName: 'Ann', lastName: 'Moon' }, refused('last_name')),
      ok(colour, colour),
    ]);
    expect(pendingFields(after)).toEqual(['firstName']); // somebody else may have changed it in Clerk since
  });

  it.each([null, 'username'])(
    'refused for a parameter that is none of ours (%s) refuses what is refused alone, and nothing else',
    (param) => {
      const calls = [
        failed(names, refused(param)),
        ok(colour, colour),
        ok({ firstName: 'Bea' }, { ...colour, firstName: 'Bea' }),
        failed({ lastName: 'Moon' }, refused(param)),
      ];
      const { mirror: after, retry } = settle(mirror, calls);
      expect(Object.keys(after.refused)).toEqual(['lastName']);
      expect({ pending: pendingFields(after), doubtful: after.doubtful, retry }).toEqual({
        pending: [],
        doubtful: [],
        retry: null,
      });
    },
  );

  it('refused for a parameter that is none of ours leaves pending what it had no time to send alone', () => {
    const { mirror: after } = settle(mirror, [
      failed(names, refused(null)),
      ok(colour, colour),
      failed({ firstName: 'Bea' }, refused(null)),
    ]);
    expect(Object.keys(after.refused)).toEqual(['firstName']);
    expect(pendingFields(after)).toEqual(['lastName']);
    expect(after.push.at).toBe(now + 2 * SPACING_MS); // three calls
  });

  it('of a user who is not there refuses every field', () => {
    const { mirror: after } = settle(
      mirror,
      [names, colour].map((patch) =>
        failed(patch, {
          kind: 'refused',
          status: 404,
          code: 'resource_not_found',
          message: 'no',
          param: null,
          traceId: null,
        }),
      ),
    );
    expect(Object.keys(after.refused)).toEqual(['firstName', 'lastName', 'avatarColor']);
  });

  const limited: ClerkFailure = { kind: 'transient', message: 'limited', unknown: false, retryAfterMs: 60_000 };
  const away: ClerkFailure = { kind: 'transient', message: 'away', unknown: true, retryAfterMs: null };
  it.each([[[limited, away]], [[away, limited]]])(
    'waits as long as Clerk wishes, whichever of its calls was told so',
    (failures) => {
      const { mirror: after, retry } = settle(mirror, [failed(names, failures[0]!), failed(colour, failures[1]!)]);
      expect(after.push.at).toBeGreaterThanOrEqual(now + 60_000);
      expect(retry).toBe(limited);
    },
  );

  it('tells of keys that are wrong, whatever else failed', () => {
    const wrongKey: ClerkFailure = { kind: 'misconfigured', message: 'wrong key' };
    expect(settle(mirror, [failed(names, wrongKey), failed(colour, away)]).retry).toBe(wrongKey);
    expect(settle(mirror, [failed(names, limited), failed(colour, wrongKey)]).mirror.push.at).toBeGreaterThanOrEqual(
      now + 60_000,
    );
  });

  it('leaves no doubt of a call that it did not make', () => {
    const { mirror: after } = settle(mirror, [failed(names, limited)]);
    expect(pendingFields(after)).toEqual(['firstName', 'lastName', 'avatarColor']);
    expect(after.doubtful).toEqual([]);
  });

  it('keeps a value typed while it was under way', () => {
    const typedOn = {
      ...mirror,
      values: valuesOf({ ...edited, firstName: 'Cid' }),
      savedAt: { ...mirror.savedAt, firstName: now - 50 },
    };
    const { mirror: after } = settle(typedOn, [ok(names, names), ok(colour, edited)]);
    expect(after.values.firstName).toBe('Cid');
    expect(pendingFields(after)).toEqual(['firstName']);
  });

  it('spaces the next push from its end', () => {
    const typedOn = {
      ...mirror,
      values: valuesOf({ ...edited, firstName: 'Cid' }),
      savedAt: { ...mirror.savedAt, firstName: now - 50 },
    };
    expect(settle(typedOn, [ok(names, names), ok(colour, edited)]).mirror.push.at).toBe(now + SPACING_MS);
  });

  it('takes over what others changed in Clerk meanwhile', () => {
    const onlyColour = {
      ...mirror,
      values: { ...old, avatarColor: 'blue' as const },
      savedAt: { avatarColor: now - 200 },
      doubtful: [{ patch: colour, at: lease.write.at }],
    };
    const { mirror: after } = settle(onlyColour, [ok(colour, { ...colour, firstName: 'Zed' })], {
      ...lease,
      write: { patch: colour, at: lease.write.at },
    });
    expect(after.values).toEqual({ ...old, avatarColor: 'blue', firstName: 'Zed' });
  });
});

describe('an edit in Clerk that came after what was sent, and was heard of before the answer', () => {
  const leased: Mirror = {
    ...mirror,
    values: { ...old, firstName: 'Bea' },
    savedAt: { firstName: now - 200 },
    doubtful: [{ patch: { firstName: 'Bea' }, at: now - 100 }],
  };
  const by = { ...lease, doubt: leased.doubtful[0]! };
  const landed = [
    { patch: { firstName: 'Bea' }, answer: { ok: true as const, value: user({ firstName: 'Bea' }, now - 80) } },
  ];
  const hear = (
    before: Mirror,
    firstName: string,
    readAt: number | null,
    stamp: DirectSaveLog | null = null,
    after: number | null = null,
  ) => {
    const merged = merge(
      before,
      {
        values: { ...old, firstName },
        updatedAt: now - 60,
        directSaves: stamp,
        sameMsAfter: after,
        readStartedAt: readAt,
      },
      now,
    );
    if (merged.kind !== 'merged') throw new Error(merged.kind);
    return merged;
  };

  it('is taken by the next look at Clerk, before anything is pushed', () => {
    const { mirror: after } = settle(hear(leased, 'Eve', null).mirror, landed, by);
    expect({ pending: pendingFields(after), staleSince: after.staleSince, pushAt: after.push.at }).toEqual({
      pending: [],
      staleSince: now,
      pushAt: null,
    });
    const { mirror: looked, changes } = hear(after, 'Eve', now + 1, null, now - 60);
    expect(changes).toEqual({ firstName: { from: 'Bea', to: 'Eve' } });
    expect(pendingFields(looked)).toEqual([]);
  });

  it('is pushed over where it was no edit but a save past the mirror that landed late', () => {
    const late = { saves: { s: { at: now - 300, patch: { firstName: 'Eve' } } } };
    const { mirror: after } = settle(hear(leased, 'Eve', null, late).mirror, landed, by);
    const { mirror: looked } = hear(after, 'Eve', now + 1, late, now - 60);
    expect(looked.values.firstName).toBe('Bea');
    expect(pendingFields(looked)).toEqual(['firstName']);
  });

  it('gives way to what was saved here meanwhile', () => {
    const saved = {
      ...hear(leased, 'Eve', null).mirror,
      values: { ...old, firstName: 'Cid' },
      savedAt: { firstName: now - 50 },
    };
    const { mirror: after } = settle(saved, landed, by);
    expect(pendingFields(hear(after, 'Eve', now + 1).mirror)).toEqual(['firstName']);
  });
});

it('two edits of a field in Clerk, each seen by a call of one push, are one change of history', () => {
  const before = { ...mirror, values: { ...old, lastName: 'Moon', avatarColor: 'blue' as const } };
  const seenBy = (patch: Partial<Values>, values: Partial<Values>, updatedAt: number) => ({
    patch,
    answer: { ok: true as const, value: user(values, updatedAt) },
  });
  const calls = [
    seenBy({ lastName: 'Moon' }, { lastName: 'Moon', firstName: 'Eve' }, now),
    seenBy(colour, { ...colour, lastName: 'Moon', firstName: 'Fay' }, now + 1),
  ];
  expect(settle({ ...before, savedAt: { lastName: now - 200, avatarColor: now - 200 } }, calls).changes).toEqual({
    firstName: { from: 'Ann', to: 'Fay' },
  });
});

describe('a value that Clerk made another of', () => {
  const spaced = { ...mirror, values: valuesOf({ ...edited, firstName: 'Bea  Zoe' }) };
  const sent = { firstName: 'Bea  Zoe', lastName: 'Moon' };
  const by = { ...lease, doubt: { patch: { ...sent, ...colour }, at: lease.write.at } };
  const answered = (firstName: string, updatedAt = now) => [
    { patch: sent, answer: { ok: true as const, value: user({ firstName, lastName: 'Moon' }, updatedAt) } },
    ok(colour, { ...colour, firstName, lastName: 'Moon' }),
  ];

  it('is taken for what Clerk holds, told in history, and not pushed again', () => {
    const { mirror: after, changes } = settle(spaced, answered('Bea Zoe'), by);
    expect(after.values.firstName).toBe('Bea Zoe');
    expect(after.confirmed.firstName).toBe('Bea Zoe');
    expect(changes.firstName).toEqual({ from: 'Bea  Zoe', to: 'Bea Zoe' });
    expect({ pending: pendingFields(after), at: after.push.at, revision: after.revision }).toEqual({
      pending: [],
      at: null,
      revision: spaced.revision + 1,
    });
  });

  it('is taken also where it is what Clerk held before', () =>
    expect(settle(spaced, answered('Ann'), by).mirror.values.firstName).toBe('Ann'));

  it('is not taken over a value typed meanwhile, nor over the same one saved again meanwhile', () => {
    const typedOn = { ...spaced, values: { ...spaced.values, firstName: 'Cid' }, savedAt: { firstName: now - 50 } };
    expect(settle(typedOn, answered('Bea Zoe'), by).mirror.values.firstName).toBe('Cid');
    const again = settle({ ...spaced, savedAt: { firstName: now - 50 } }, answered('Bea Zoe'), by).mirror;
    expect(again.values.firstName).toBe('Bea  Zoe');
    expect(pendingFields(again)).toEqual(['firstName']);
  });

  it.each([
    [
      'an older write of ours may have brought it',
      { ...spaced, doubtful: [{ patch: { firstName: 'Old' }, at: now - 5_000 }, by.doubt] },
      answered('Old'),
    ],
    [
      'the answer may be from before the write',
      { ...spaced, confirmed: { ...old, lastName: 'Moon' } },
      answered('Ann', spaced.clerkUpdatedAt!),
    ],
  ])('is not taken where %s, and pushed over, ever less often', (_why, before, calls) => {
    const { mirror: after, retry } = settle(before, calls, by);
    expect(after.values.firstName).toBe('Bea  Zoe');
    expect(pendingFields(after)).toContain('firstName');
    expect(after.push.attempts).toBe(1);
    expect(after.push.at).toBeGreaterThan(now + SPACING_MS);
    expect(retry).toBeNull();
    expect(settle({ ...before, push: { ...before.push, attempts: 9 } }, calls, by).mirror.push.at).toBeGreaterThan(
      now + 60_000,
    );
  });
});

describe('the back-off', () => {
  it('waits at least as long as Clerk wishes and pushes are spaced, and at most five minutes more', () => {
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

describe('the schedule', () => {
  const edit: Mirror = { ...newMirror(old, now, now), values: valuesOf(edited) };
  const at = (push: Partial<Mirror['push']>, from = edit) =>
    schedule({ ...from, push: { ...from.push, ...push } }, now).push.at;

  it('makes a first push due at once', () => expect(at({})).toBe(now));
  it('spaces the next one from the one before', () => expect(at({ latest: now - 500 })).toBe(now + SPACING_MS - 500));
  it('leaves the lease of a push under way alone', () =>
    expect(at({ token: 'held', at: now + 15_000 })).toBe(now + 15_000));
  it('leaves a back-off alone, whatever is saved meanwhile', () =>
    expect(at({ attempts: 2, at: now + 9_000 })).toBe(now + 9_000));
  it('has nothing due where nothing is pending', () =>
    expect(at({ at: now + 9_000, attempts: 2 }, newMirror(old, now, now))).toBeNull());
});
