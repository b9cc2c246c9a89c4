import fc from 'fast-check';
import {
  anyLog,
  anyMirror,
  anyPatch,
  anyRemote,
  anyUpdatedAt,
  anyValues,
  base,
  direct,
  now,
  refusalOf,
  YEARS_MS,
} from '@/__tests__/support/any-mirror';
import { aClerkUser } from '@/__tests__/support/clerk-user';
import { withFields } from '@/__tests__/support/mirror';
import type { ClerkFailure } from '@/lib/clerk/errors';
import type { ClerkAnswer } from '@/lib/clerk/users';
import { applyRead } from '@/lib/profile/core/apply-read';
import { applySave } from '@/lib/profile/core/apply-save';
import { toClerk } from '@/lib/profile/core/clerk-shape';
import { IN_FLIGHT_MS } from '@/lib/profile/core/echo';
import { transitions } from '@/lib/profile/core/field-state';
import { planWrite, takeLease, type Lease } from '@/lib/profile/core/lease';
import { merge, type Merged } from '@/lib/profile/core/merge';
import {
  isPendingElsewhere,
  newMirror,
  pendingFields,
  type Field,
  type InFlightWrite,
  type Mirror,
} from '@/lib/profile/core/mirror';
import { nextCall, type SentCall } from '@/lib/profile/core/plan-calls';
import type { DirectSaveLog, RemoteSnapshot } from '@/lib/profile/core/clerk-shape';
import { isReadDue, withReadDue, withWebhook } from '@/lib/profile/core/schedule';
import { settleFailedRead, settlePush } from '@/lib/profile/core/settle-push';
import { fieldNames, type Patch, type Values } from '@/lib/profile/model/values';

const settled = (): Mirror => ({ ...newMirror(base, now - 1000, now - 1000), revision: 3 });
const pending = withFields(settled(), { firstName: { value: 'Cid', state: 'pending', writtenAt: now - 500 } });
const refusedAt = (at: number, writtenAt = at): Mirror =>
  withFields(settled(), { firstName: { value: 'Cid', state: 'refused', writtenAt, refusal: refusalOf('Cid', at) } });

/** What Clerk holds: the base, but for these values. */
const holding = (
  values: Partial<Values>,
  updatedAt = now,
  directSaves: DirectSaveLog | null = null,
): RemoteSnapshot => ({ values: { ...base, ...values }, updatedAt, directSaves, readStartedAt: now });

describe('merge', () => {
  it('a merge takes an edit made in Clerk if nothing is pending', () => {
    const { mirror, changes } = merge(settled(), holding({ firstName: 'Bea' }), now);
    expect(mirror.fields.firstName.value).toBe('Bea');
    expect(mirror.revision).toBe(4);
    expect(changes).toEqual({ firstName: { from: 'Ann', to: 'Bea' } });
    expect(pendingFields(mirror)).toEqual([]);
  });

  it('a merge keeps a pending save over an edit made in Clerk, and reports the overwritten value', () => {
    const { mirror, changes } = merge(pending, holding({ firstName: 'Bea' }), now);
    expect(mirror.fields.firstName).toMatchObject({ value: 'Cid', base: 'Bea', state: 'pending' });
    expect(pendingFields(mirror)).toEqual(['firstName']);
    expect(changes).toEqual({ firstName: { overwritten: 'Bea' } });
  });

  it('a merge keeps a refused value over an edit made in Clerk: the person may still correct it', () => {
    const { mirror } = merge(refusedAt(now, 0), holding({ firstName: 'Bea' }), now);
    expect(mirror.fields.firstName.value).toBe('Cid');
  });

  it('a merge reasserts a confirmed value after a late write of our own took its place in Clerk', () => {
    const inFlightWrites = [{ patch: { firstName: 'Late' }, at: now - 5000 }];
    const { mirror, changes } = merge({ ...settled(), inFlightWrites }, holding({ firstName: 'Late' }), now);
    expect(mirror.fields.firstName).toMatchObject({ value: 'Ann', state: 'reasserting' });
    expect(pendingFields(mirror)).toEqual(['firstName']);
    expect(changes).toEqual({});
  });

  it('a merge takes the value of a write that cannot land any more for an edit made in Clerk', () => {
    const inFlightWrites = [{ patch: { firstName: 'Late' }, at: now - IN_FLIGHT_MS }];
    const { mirror } = merge({ ...settled(), inFlightWrites }, holding({ firstName: 'Late' }), now);
    expect(mirror.fields.firstName.value).toBe('Late');
  });

  it('a merge confirms a pending save only by a read of Clerk that began after the save', () => {
    const after = (readStartedAt: number) =>
      pendingFields(merge(pending, { ...holding({ firstName: 'Cid' }), readStartedAt }, now).mirror);
    expect(after(now - 500)).toEqual(['firstName']); // somebody may have typed the same, earlier
    expect(after(now - 499)).toEqual([]);
  });

  it('a merge sees by the direct-save log alone that a later direct save was changed back in Clerk', () => {
    const logged = (firstName: string, at: number) =>
      merge(pending, holding({}, now, direct({ firstName }, at)), now).mirror.fields.firstName.value;
    expect(logged('Ann', now - 400)).toBe('Ann');
    expect(logged('Ann', now - 600)).toBe('Cid');
    expect(logged('Bea', now - 400)).toBe('Bea'); // Clerk holds what was known before: a push wrote over Bea
  });

  it('a merge reasserts a value over an older direct save that lands late, while that can still land', () => {
    const later = withFields(settled(), { firstName: { value: 'Cid', base: 'Cid', writtenAt: now - 400 } });
    const late = direct({ firstName: 'Bea' }, now - 500);
    const { mirror } = merge(later, holding({ firstName: 'Bea' }, now, late), now);
    expect(mirror.fields.firstName).toMatchObject({ value: 'Cid', state: 'reasserting' });
    expect(pendingFields(mirror)).toEqual(['firstName']);
    const muchLater = merge(later, holding({ firstName: 'Bea' }, now + IN_FLIGHT_MS, late), now + IN_FLIGHT_MS);
    expect(muchLater.mirror.fields.firstName.value).toBe('Bea'); // somebody chose it again
  });

  it('a merge keeps a refused value over an older direct save, and replaces it by a later one', () => {
    const logged = (at: number) =>
      merge(refusedAt(now - 500), holding({ firstName: 'Bea' }, now, direct({ firstName: 'Bea' }, at)), now).mirror
        .fields.firstName;
    expect(logged(now - 600)).toMatchObject({ value: 'Cid', state: 'refused' });
    expect(logged(now - 400)).toMatchObject({ value: 'Bea', state: 'confirmed', refusal: null });
  });

  it('a merge takes a later direct save over a pending save, and reports what it replaced', () => {
    const log = direct({ firstName: 'Bea' }, now - 400);
    const { mirror, changes } = merge(pending, holding({ firstName: 'Bea' }, now, log), now);
    expect(mirror.fields.firstName.value).toBe('Bea');
    expect(changes).toEqual({ firstName: { from: 'Cid', to: 'Bea' } });
    expect(pendingFields(mirror)).toEqual([]);
  });

  it('a merge reasserts a direct save that our own older write took the place of, but only once', () => {
    const pushed = { ...pending, inFlightWrites: [{ patch: { firstName: 'Cid' }, at: now - 300 }] };
    const log = direct({ firstName: 'Bea' }, now - 400);
    const { mirror, changes } = merge(pushed, holding({ firstName: 'Cid' }, now, log), now);
    expect(changes).toEqual({ firstName: { from: 'Cid', to: 'Bea' } });
    expect(pendingFields(mirror)).toEqual(['firstName']);
    const saved = applySave(mirror, { patch: { firstName: 'Dan' } }, now).mirror;
    const again = merge(saved, holding({ firstName: 'Cid' }, now + 1, log), now).mirror;
    expect(again.fields.firstName.value).toBe('Dan');
  });

  it('a merge takes an edit made in Clerk over a reasserted value: the edit came later', () => {
    const log = {
      saves: {
        first: { at: now - 500, patch: { firstName: 'Cid' } },
        second: { at: now - 400, patch: { firstName: 'Bea' } },
      },
    };
    const { mirror } = merge(settled(), holding({ firstName: 'Cid' }, now, log), now); // the first landed last
    expect(mirror.fields.firstName.value).toBe('Bea');
    expect(pendingFields(mirror)).toEqual(['firstName']);
    const edited = merge(mirror, holding({ firstName: 'Eve' }, now + 1, log), now);
    expect(edited.changes).toEqual({ firstName: { from: 'Bea', to: 'Eve' } });
    expect(pendingFields(edited.mirror)).toEqual([]);

    const savedLater = withFields(settled(), { firstName: { writtenAt: now - 300 } });
    const { mirror: later } = merge(savedLater, holding({ firstName: 'Cid' }, now, log), now);
    expect(pendingFields(later)).toEqual(['firstName']);
    expect(merge(later, holding({ firstName: 'Eve' }, now + 1, log), now).mirror.fields.firstName.value).toBe('Eve');
  });

  it('a merge drops a refusal once a later direct save brought the same value to Clerk', () => {
    const refused = { ...refusedAt(now - 500), inFlightWrites: [{ patch: { firstName: 'Dan' }, at: now - 600 }] };
    const log = direct({ firstName: 'Cid' }, now - 400);
    const { mirror } = merge(refused, holding({ firstName: 'Dan' }, now, log), now); // Dan landed on it
    expect(mirror.fields.firstName).toMatchObject({ value: 'Cid', state: 'reasserting', refusal: null });
    expect(pendingFields(mirror)).toEqual(['firstName']);
  });

  it('a merge takes what was written in Clerk after a direct save that the mirror had not seen', () => {
    const log = direct({ firstName: 'Bea' }, now - 400);
    const { mirror } = merge(settled(), holding({ firstName: 'Eve' }, now, log), now);
    expect(mirror.fields.firstName.value).toBe('Eve');
  });

  it.each([
    ['an older direct save', direct({ firstName: 'Bea' }, now - 600)],
    ['a later direct save of other fields', direct({ lastName: 'Bea' }, now - 400)],
  ])('a merge keeps a pending save over %s', (_what, log) => {
    const { mirror } = merge(pending, holding({ firstName: 'Bea' }, now, log), now);
    expect(mirror.fields.firstName.value).toBe('Cid');
  });

  it('a merge notes when Clerk was changed and read last, and what of it was reported but not seen yet', () => {
    const reported = { ...settled(), webhookUpdatedAt: now - 10 };
    const { clerkUpdatedAt, clerkReadAt, webhookUpdatedAt } = merge(reported, holding({}, now - 20), now).mirror;
    expect({ clerkUpdatedAt, clerkReadAt, webhookUpdatedAt }).toEqual({
      clerkUpdatedAt: now - 20,
      clerkReadAt: now,
      webhookUpdatedAt: now - 10,
    });
    expect(merge(reported, holding({}, now - 10), now).mirror.webhookUpdatedAt).toBeNull();
  });

  it('a merge does not note when Clerk was changed if that is over five minutes ahead of our clock', () => {
    const noted = (aheadMs: number) => merge(settled(), holding({}, now + aheadMs), now).mirror.clerkUpdatedAt;
    expect([5 * 60_000, 5 * 60_000 + 1, YEARS_MS].map(noted)).toEqual([now + 5 * 60_000, null, null]);
  });
});

const RUNS = 1000;

describe('merge of any mirror with any snapshot', () => {
  const everyMerge = (check: (result: Merged, mirror: Mirror, remote: RemoteSnapshot) => void) =>
    fc.assert(
      fc.property(anyMirror, anyRemote, (mirror, remote) => check(merge(mirror, remote, now), mirror, remote)),
      { numRuns: RUNS },
    );

  it('any merge keeps every pending or refused value, unless a direct save is later', () =>
    everyMerge((result, mirror, remote) => {
      for (const name of fieldNames) {
        const { state, value, writtenAt } = mirror.fields[name];
        if (state !== 'pending' && state !== 'refused') continue;
        const { at, patch } = remote.directSaves?.saves.s ?? { at: -1, patch: {} };
        if (!(name in patch && at > writtenAt)) expect(result.mirror.fields[name].value).toBe(value);
      }
    }));

  it('no merge lets the time of the newest known read of Clerk go back', () =>
    everyMerge((result, mirror) => expect(result.mirror.clerkReadAt).toBeGreaterThanOrEqual(mirror.clerkReadAt ?? 0)));

  it('any merge counts a revision exactly if a value changed', () =>
    everyMerge((result, mirror) => {
      const hasMoved = fieldNames.some((name) => result.mirror.fields[name].value !== mirror.fields[name].value);
      expect(result.mirror.revision - mirror.revision).toBe(hasMoved ? 1 : 0);
    }));

  it('a second merge of the same snapshot changes nothing', () =>
    everyMerge((once, _mirror, remote) =>
      expect(merge(once.mirror, remote, now)).toEqual({ changes: {}, mirror: once.mirror }),
    ));

  it('no merge invents a value', () =>
    everyMerge((result, mirror, remote) => {
      for (const name of fieldNames)
        expect([mirror.fields[name].value, remote.values[name], remote.directSaves?.saves.s?.patch[name]]).toContain(
          result.mirror.fields[name].value,
        );
    }));
});

/** True if the field's parts agree with its state. */
const isValid = (field: Field): boolean => {
  const { value, base: inClerk, state, writtenAt, refusal } = field;
  if (state === 'refused') return refusal?.value === value;
  if (refusal !== null) return false;
  return { confirmed: value === inClerk, pending: writtenAt > 0, reasserting: value !== inClerk }[state];
};
const invalidFields = ({ fields }: Mirror) => Object.entries(fields).filter(([, field]) => !isValid(field));

const taken = (values: Values, updatedAt: number, log: DirectSaveLog | null): ClerkAnswer => {
  const { attributes, metadata } = toClerk(values);
  const privateMetadata = log === null ? {} : { perdure: log };
  const user = { ...aClerkUser(), ...attributes, ...metadata, privateMetadata };
  return { ok: true, value: { ...user, updatedAt } };
};
const refused = (param: string | null): ClerkAnswer => ({
  ok: false,
  failure: { kind: 'refused', status: 422, code: 'x', message: 'no', param, traceId: null },
});
const failed = (unknown: boolean): ClerkAnswer => ({
  ok: false,
  failure: { kind: 'transient', message: 'late', unknown, retryAfterMs: null },
});
const anyAnswer: fc.Arbitrary<ClerkAnswer> = fc.oneof(
  fc.tuple(anyValues, anyUpdatedAt, anyLog).map((user) => taken(...user)),
  fc.constantFrom(null, 'first_name', 'username').map(refused),
  fc.boolean().map(failed),
);

const limited: ClerkFailure = { kind: 'transient', message: 'limited', unknown: false, retryAfterMs: 3_000 };
const notFound: ClerkFailure = { kind: 'refused', status: 404, code: 'x', message: 'no', param: null, traceId: null };

type Step =
  | { kind: 'save'; patch: Patch }
  | { kind: 'report'; updatedAt: number | null }
  | { kind: 'lease'; mustRead: boolean }
  | { kind: 'read'; remote: RemoteSnapshot }
  | { kind: 'failed read'; failure: ClerkFailure }
  | { kind: 'push'; answers: ClerkAnswer[] };
const anyStep: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constant('save' as const), patch: anyPatch }),
  fc.record({ kind: fc.constant('report' as const), updatedAt: fc.option(anyUpdatedAt) }),
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('lease' as const), mustRead: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('read' as const), remote: anyRemote }) },
  fc.record({ kind: fc.constant('failed read' as const), failure: fc.constantFrom(limited, notFound) }),
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('push' as const),
      answers: fc.array(anyAnswer, { minLength: 1, maxLength: 6 }),
    }),
  },
);
const anyWaitMs = fc.constantFrom(0, 1, 2_000, 9_000);

/** Everything that a push sends while Clerk answers so. */
const callsOf = (patch: Patch, answers: readonly ClerkAnswer[]): SentCall[] => {
  const calls: SentCall[] = [];
  for (let part = nextCall(patch, calls); part; part = nextCall(patch, calls))
    calls.push({ patch: part, answer: answers[calls.length % answers.length]! });
  return calls;
};

/** A mirror, the latest lease of it, and the write that was noted under that. */
interface Present {
  mirror: Mirror;
  lease: Lease | null;
  write: InFlightWrite | null;
}
/** Returns what a step leads to at `at`, in ms since 1970; the same if the step cannot be taken. */
function take(present: Present, step: Step, at: number): Present {
  const { mirror, lease, write } = present;
  switch (step.kind) {
    case 'save':
      return { ...present, mirror: applySave(mirror, step, at).mirror };
    case 'report': {
      const { updatedAt } = step;
      return { ...present, mirror: updatedAt === null ? withReadDue(mirror, at) : withWebhook(mirror, updatedAt, at) };
    }
    case 'lease': {
      const begun = takeLease(mirror, `token ${at}`, at, step.mustRead);
      if (typeof begun === 'string') return present;
      const planned = begun.next === 'write' ? planWrite(begun.mirror, at) : { mirror: begun.mirror, write: null };
      return { lease: begun.lease, ...planned };
    }
    case 'read': {
      const applied = lease && !write && applyRead(mirror, lease, step.remote, at);
      return applied ? { lease, mirror: applied.mirror, write: applied.write } : present;
    }
    case 'failed read': {
      const after = lease && !write && settleFailedRead(mirror, lease, step.failure, at, 0.5);
      return after ? { mirror: after.mirror, lease: null, write: null } : present;
    }
    case 'push': {
      const after = lease && write && settlePush(mirror, lease, write, callsOf(write.patch, step.answers), at, 0.5);
      return after ? { mirror: after.mirror, lease: null, write: null } : present;
    }
  }
}

it('after any saves, reports, leases, reads and pushes, field states are valid and a lease is due', () => {
  const reached = new Set<string>();
  const steps = fc.array(fc.tuple(anyStep, anyWaitMs), { minLength: 1, maxLength: 16 });
  const property = fc.property(anyMirror, steps, (mirror, timed) => {
    expect(invalidFields(mirror)).toEqual([]); // or nothing below is worth much
    let present: Present = { mirror, lease: null, write: null };
    let at = now;
    for (const [step, ms] of timed) {
      const before = present;
      present = take(present, step, (at += ms));
      if (present.mirror === before.mirror) continue;
      const after = present.mirror;
      expect(invalidFields(after)).toEqual([]);
      const hasPending = pendingFields(after).length > 0 || isPendingElsewhere(after);
      expect(after.pendingSince !== null).toBe(hasPending);
      expect(after.dueAt !== null).toBe(after.fencingToken !== null || hasPending || isReadDue(after));
      for (const { state } of Object.values(after.fields)) reached.add(`${state} after a ${step.kind}`);
    }
  });
  fc.assert(property, { numRuns: 2 * RUNS });
  const kinds: Step['kind'][] = ['save', 'report', 'lease', 'read', 'failed read', 'push'];
  const all = kinds.flatMap((kind) => Object.keys(transitions).map((state) => `${state} after a ${kind}`));
  expect([...reached].sort()).toEqual(all.sort());
});
