import fc from 'fast-check';
import { withFields } from '@/__tests__/support/mirror';
import { valuesOf } from '@/__tests__/support/values';
import type { ClerkAnswer } from '@/lib/clerk/users';
import { applySave } from '@/lib/profile/core/apply-save';
import { toClerk } from '@/lib/profile/core/clerk-shape';
import { IN_FLIGHT_MS } from '@/lib/profile/core/echo';
import { transitions } from '@/lib/profile/core/field-state';
import { leasePush, type Lease } from '@/lib/profile/core/lease-push';
import { merge, type Merge } from '@/lib/profile/core/merge';
import { newMirror, pendingFields, type Field, type Mirror } from '@/lib/profile/core/mirror';
import { nextCall, type SentCall } from '@/lib/profile/core/plan-calls';
import type { DirectSaveLog, RemoteSnapshot } from '@/lib/profile/core/remote-snapshot';
import { schedulePush } from '@/lib/profile/core/schedule';
import { settlePush } from '@/lib/profile/core/settle-push';
import type { Refusal } from '@/lib/profile/model/profile';
import { fieldNames, type FieldName, type Patch, type Values } from '@/lib/profile/model/values';

type Merged = Extract<Merge, { kind: 'merged' }>;

const now = 1_700_000_000_000;
const base = valuesOf({ firstName: 'Ann', lastName: 'Lee', avatarColor: 'teal' });
const settled = (): Mirror => ({ ...newMirror(base, now - 1000, now - 1000), revision: 3 });
const pending = withFields(settled(), { firstName: { value: 'Cid', state: 'pending', writtenAt: now - 500 } });

const refusalOf = (value: string, at: number): Refusal => ({
  value,
  code: 'x',
  message: 'no',
  traceId: null,
  at: new Date(at).toISOString(),
});
const refusedAt = (at: number, writtenAt = at): Mirror =>
  withFields(settled(), { firstName: { value: 'Cid', state: 'refused', writtenAt, refusal: refusalOf('Cid', at) } });

/** What Clerk holds: the base, but for these values. */
const holding = (
  values: Partial<Values>,
  updatedAt = now,
  directSaves: DirectSaveLog | null = null,
): RemoteSnapshot => ({
  values: { ...base, ...values },
  updatedAt,
  directSaves,
  sameMsAfter: null,
  readStartedAt: now,
});

/** The log of one direct save. */
const direct = (patch: Patch, at: number): DirectSaveLog => ({ saves: { s: { at, patch } } });

const merged = (mirror: Mirror, remote: RemoteSnapshot, at = now): Merged => {
  const result = merge(mirror, remote, at);
  if (result.kind !== 'merged') throw new Error(`the snapshot was ${result.kind}`);
  return result;
};

describe('merge', () => {
  it('a merge takes an edit made in Clerk if nothing is pending', () => {
    const { mirror, changes } = merged(settled(), holding({ firstName: 'Bea' }));
    expect(mirror.fields.firstName.value).toBe('Bea');
    expect(mirror.revision).toBe(4);
    expect(changes).toEqual({ firstName: { from: 'Ann', to: 'Bea' } });
    expect(pendingFields(mirror)).toEqual([]);
  });

  it('a merge keeps a pending save over an edit made in Clerk, and reports the overwritten value', () => {
    const { mirror, changes } = merged(pending, holding({ firstName: 'Bea' }));
    expect(mirror.fields.firstName).toMatchObject({ value: 'Cid', base: 'Bea', state: 'pending' });
    expect(pendingFields(mirror)).toEqual(['firstName']);
    expect(changes).toEqual({ firstName: { overwritten: 'Bea' } });
  });

  it('a merge keeps a refused value over an edit made in Clerk: the person may still correct it', () => {
    const { mirror } = merged(refusedAt(now, 0), holding({ firstName: 'Bea' }));
    expect(mirror.fields.firstName.value).toBe('Cid');
  });

  it('a merge ignores a snapshot of Clerk that is older than what is known', () => {
    expect(merge(settled(), holding({ firstName: 'Old' }, now - 1001), now)).toEqual({ kind: 'outdated' });
  });

  it('a merge reasserts a confirmed value after a late write of our own took its place in Clerk', () => {
    const inFlightWrites = [{ patch: { firstName: 'Late' }, at: now - 5000 }];
    const { mirror, changes } = merged({ ...settled(), inFlightWrites }, holding({ firstName: 'Late' }));
    expect(mirror.fields.firstName).toMatchObject({ value: 'Ann', state: 'reasserting' });
    expect(pendingFields(mirror)).toEqual(['firstName']);
    expect(changes).toEqual({});
  });

  it('a merge takes the value of a write that cannot land any more for an edit made in Clerk', () => {
    const inFlightWrites = [{ patch: { firstName: 'Late' }, at: now - IN_FLIGHT_MS }];
    const { mirror } = merged({ ...settled(), inFlightWrites }, holding({ firstName: 'Late' }));
    expect(mirror.fields.firstName.value).toBe('Late');
  });

  it('a merge confirms a pending save only by a read of Clerk that began after the save', () => {
    const after = (readStartedAt: number | null) =>
      pendingFields(merged(pending, { ...holding({ firstName: 'Cid' }), readStartedAt }).mirror);
    expect(after(null)).toEqual(['firstName']); // a webhook: somebody may have typed the same, earlier
    expect(after(now - 500)).toEqual(['firstName']);
    expect(after(now - 499)).toEqual([]);
  });

  it('a merge calls a different snapshot of the same millisecond ambiguous, but not an equal one', () => {
    const mirror = settled();
    expect(merge(mirror, holding({ firstName: 'Bea' }, mirror.clerkUpdatedAt!), now)).toEqual({ kind: 'ambiguous' });
    expect(merge(mirror, holding({}, mirror.clerkUpdatedAt!), now)).toMatchObject({ kind: 'merged', changes: {} });
  });

  it('a merge takes a different snapshot of the same millisecond if it was read after the known one', () => {
    const mirror = settled();
    const later = { ...holding({ firstName: 'Bea' }, mirror.clerkUpdatedAt!), sameMsAfter: mirror.clerkUpdatedAt };
    expect(merged(mirror, later).mirror.fields.firstName.value).toBe('Bea');
  });

  it('a merge sees by the direct-save log alone that a later direct save was changed back in Clerk', () => {
    const logged = (firstName: string, at: number) =>
      merged(pending, holding({}, now, direct({ firstName }, at))).mirror.fields.firstName.value;
    expect(logged('Ann', now - 400)).toBe('Ann');
    expect(logged('Ann', now - 600)).toBe('Cid');
    expect(logged('Bea', now - 400)).toBe('Bea'); // Clerk holds what was known before: a push wrote over Bea
  });

  it('a merge reasserts a value over an older direct save that lands late, while that can still land', () => {
    const later = withFields(settled(), { firstName: { value: 'Cid', base: 'Cid', writtenAt: now - 400 } });
    const late = direct({ firstName: 'Bea' }, now - 500);
    const { mirror } = merged(later, holding({ firstName: 'Bea' }, now, late));
    expect(mirror.fields.firstName).toMatchObject({ value: 'Cid', state: 'reasserting' });
    expect(pendingFields(mirror)).toEqual(['firstName']);
    const muchLater = merged(later, holding({ firstName: 'Bea' }, now + IN_FLIGHT_MS, late), now + IN_FLIGHT_MS);
    expect(muchLater.mirror.fields.firstName.value).toBe('Bea'); // somebody chose it again
  });

  it('a merge keeps a refused value over an older direct save, and replaces it by a later one', () => {
    const logged = (at: number) =>
      merged(refusedAt(now - 500), holding({ firstName: 'Bea' }, now, direct({ firstName: 'Bea' }, at))).mirror.fields
        .firstName;
    expect(logged(now - 600)).toMatchObject({ value: 'Cid', state: 'refused' });
    expect(logged(now - 400)).toMatchObject({ value: 'Bea', state: 'confirmed', refusal: null });
  });

  it('a merge takes a later direct save over a pending save, and reports what it replaced', () => {
    const log = direct({ firstName: 'Bea' }, now - 400);
    const { mirror, changes } = merged(pending, holding({ firstName: 'Bea' }, now, log));
    expect(mirror.fields.firstName.value).toBe('Bea');
    expect(changes).toEqual({ firstName: { from: 'Cid', to: 'Bea' } });
    expect(pendingFields(mirror)).toEqual([]);
  });

  it('a merge reasserts a direct save that our own older write took the place of, but only once', () => {
    const pushed = { ...pending, inFlightWrites: [{ patch: { firstName: 'Cid' }, at: now - 300 }] };
    const log = direct({ firstName: 'Bea' }, now - 400);
    const { mirror, changes } = merged(pushed, holding({ firstName: 'Cid' }, now, log));
    expect(changes).toEqual({ firstName: { from: 'Cid', to: 'Bea' } });
    expect(pendingFields(mirror)).toEqual(['firstName']);
    const saved = applySave(mirror, { patch: { firstName: 'Dan' } }, now).mirror;
    const again = merged(saved, holding({ firstName: 'Cid' }, now + 1, log)).mirror;
    expect(again.fields.firstName.value).toBe('Dan');
  });

  it('a merge takes an edit made in Clerk over a reasserted value: the edit came later', () => {
    const log = {
      saves: {
        first: { at: now - 500, patch: { firstName: 'Cid' } },
        second: { at: now - 400, patch: { firstName: 'Bea' } },
      },
    };
    const { mirror } = merged(settled(), holding({ firstName: 'Cid' }, now, log)); // the first landed last
    expect(mirror.fields.firstName.value).toBe('Bea');
    expect(pendingFields(mirror)).toEqual(['firstName']);
    const edited = merged(mirror, holding({ firstName: 'Eve' }, now + 1, log));
    expect(edited.changes).toEqual({ firstName: { from: 'Bea', to: 'Eve' } });
    expect(pendingFields(edited.mirror)).toEqual([]);

    const savedLater = withFields(settled(), { firstName: { writtenAt: now - 300 } });
    const { mirror: later } = merged(savedLater, holding({ firstName: 'Cid' }, now, log));
    expect(pendingFields(later)).toEqual(['firstName']);
    expect(merged(later, holding({ firstName: 'Eve' }, now + 1, log)).mirror.fields.firstName.value).toBe('Eve');
  });

  it('a merge drops a refusal once a later direct save brought the same value to Clerk', () => {
    const refused = { ...refusedAt(now - 500), inFlightWrites: [{ patch: { firstName: 'Dan' }, at: now - 600 }] };
    const log = direct({ firstName: 'Cid' }, now - 400);
    const { mirror } = merged(refused, holding({ firstName: 'Dan' }, now, log)); // Dan landed on it
    expect(mirror.fields.firstName).toMatchObject({ value: 'Cid', state: 'reasserting', refusal: null });
    expect(pendingFields(mirror)).toEqual(['firstName']);
  });

  it('a merge takes what was written in Clerk after a direct save that the mirror had not seen', () => {
    const log = direct({ firstName: 'Bea' }, now - 400);
    const { mirror } = merged(settled(), holding({ firstName: 'Eve' }, now, log));
    expect(mirror.fields.firstName.value).toBe('Eve');
  });

  it.each([
    ['an older direct save', direct({ firstName: 'Bea' }, now - 600)],
    ['a later direct save of other fields', direct({ lastName: 'Bea' }, now - 400)],
  ])('a merge keeps a pending save over %s', (_what, log) => {
    const { mirror } = merged(pending, holding({ firstName: 'Bea' }, now, log));
    expect(mirror.fields.firstName.value).toBe('Cid');
  });
});

const RUNS = 1000;
const around = (from: number, to: number) => fc.integer({ min: now + from, max: now + to });
/** Of every field, also where it is no choice of this version of the app: such a value is kept as it is. */
const word = fc.constantFrom<string>('Ann', 'Bea', 'Cid');
const forEachField = <T>(any: fc.Arbitrary<T>) =>
  Object.fromEntries(fieldNames.map((name) => [name, any])) as Record<FieldName, fc.Arbitrary<T>>;
const anyValues = fc.record(forEachField(word)) as fc.Arbitrary<Values>;
const anyPatch = fc.record(forEachField(word), { requiredKeys: [] }) as fc.Arbitrary<Patch>;

const anyField: fc.Arbitrary<Field> = fc
  .record({
    value: word,
    base: word,
    state: fc.constantFrom('confirmed', 'pending', 'reasserting', 'refused'),
    writtenAt: around(-3, 0),
    isTimeKnown: fc.boolean(),
  })
  .map(({ value, base: inClerk, state, writtenAt, isTimeKnown }) => {
    if (state === 'pending') return { value, base: inClerk, state, writtenAt, refusal: null };
    const written = isTimeKnown ? writtenAt : 0;
    if (value === inClerk || state === 'confirmed')
      return { value, base: value, state: 'confirmed', writtenAt: written, refusal: null };
    const refusal = state === 'refused' ? refusalOf(value, writtenAt) : null;
    return { value, base: inClerk, state, writtenAt: written, refusal };
  });
const anyMirror: fc.Arbitrary<Mirror> = fc
  .record({
    fields: fc.record(forEachField(anyField)),
    revision: fc.nat(9),
    clerkUpdatedAt: fc.option(around(-2, 2)),
    inFlightWrites: fc.array(fc.record({ patch: anyPatch, at: fc.constant(now - 1) }), { maxLength: 2 }),
  })
  .map((some) => ({ ...newMirror(base, now, now), ...some }));
const anyLog = fc.option(
  fc.record({ at: around(-3, 0), patch: anyPatch }).map(({ at, patch }): DirectSaveLog => direct(patch, at)),
);
const anyRemote: fc.Arbitrary<RemoteSnapshot> = fc.record({
  values: anyValues,
  updatedAt: around(-2, 2),
  directSaves: anyLog,
  sameMsAfter: fc.option(around(-2, 2)),
  readStartedAt: fc.option(around(-2, 2)),
});

describe('merge of any mirror with any snapshot', () => {
  /** Checks generated merges, of which at least a third must really merge. */
  const everyMerge = (check: (result: Merged, mirror: Mirror, remote: RemoteSnapshot) => void) => {
    let count = 0;
    const property = fc.property(anyMirror, anyRemote, (mirror, remote) => {
      const result = merge(mirror, remote, now);
      if (result.kind !== 'merged') return;
      count += 1;
      check(result, mirror, remote);
    });
    fc.assert(property, { numRuns: RUNS });
    expect(count).toBeGreaterThanOrEqual(RUNS / 3);
  };

  it('any merge keeps every pending or refused value, unless a direct save is later', () =>
    everyMerge((result, mirror, remote) => {
      for (const name of fieldNames) {
        const { state, value, writtenAt } = mirror.fields[name];
        if (state !== 'pending' && state !== 'refused') continue;
        const { at, patch } = remote.directSaves?.saves.s ?? { at: -1, patch: {} };
        if (!(name in patch && at > writtenAt)) expect(result.mirror.fields[name].value).toBe(value);
      }
    }));

  it('no merge lets the time of the newest known snapshot go back', () =>
    everyMerge((result, mirror) =>
      expect(result.mirror.clerkUpdatedAt).toBeGreaterThanOrEqual(mirror.clerkUpdatedAt ?? 0),
    ));

  it('any merge counts a revision exactly if a value changed', () =>
    everyMerge((result, mirror) => {
      const hasMoved = fieldNames.some((name) => result.mirror.fields[name].value !== mirror.fields[name].value);
      expect(result.mirror.revision - mirror.revision).toBe(hasMoved ? 1 : 0);
    }));

  it('a second merge of the same snapshot changes nothing', () =>
    everyMerge((once, _mirror, remote) =>
      expect(merge(once.mirror, remote, now)).toEqual({ kind: 'merged', changes: {}, mirror: once.mirror }),
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
  if (state === 'refused') return value !== inClerk && refusal?.value === value;
  if (refusal !== null) return false;
  return { confirmed: value === inClerk, pending: writtenAt > 0, reasserting: value !== inClerk }[state];
};
const invalidFields = ({ fields }: Mirror) => Object.entries(fields).filter(([, field]) => !isValid(field));

const taken = (values: Values, updatedAt: number, log: DirectSaveLog | null): ClerkAnswer => {
  const { attributes, publicMetadata } = toClerk(values);
  const privateMetadata = log === null ? {} : { perdure: log };
  const user = { id: 'user_1', firstName: null, lastName: null, ...attributes, publicMetadata, privateMetadata };
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
  fc.tuple(anyValues, around(-2, 4), anyLog).map((user) => taken(...user)),
  fc.constantFrom(null, 'first_name', 'username').map(refused),
  fc.boolean().map(failed),
);

type Step =
  | { kind: 'save'; patch: Patch }
  | { kind: 'merge'; remote: RemoteSnapshot }
  | { kind: 'lease' }
  | { kind: 'settle'; answers: ClerkAnswer[] };
const anyStep: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constant('save' as const), patch: anyPatch }),
  fc.record({ kind: fc.constant('merge' as const), remote: anyRemote }),
  fc.constant({ kind: 'lease' as const }),
  fc.record({ kind: fc.constant('settle' as const), answers: fc.array(anyAnswer, { minLength: 1, maxLength: 6 }) }),
);

/** Everything that a push sends while Clerk answers so. */
const callsOf = (patch: Patch, answers: readonly ClerkAnswer[]): SentCall[] => {
  const calls: SentCall[] = [];
  for (let part = nextCall(patch, calls, 0); part; part = nextCall(patch, calls, 0))
    calls.push({ patch: part, answer: answers[calls.length % answers.length]! });
  return calls;
};

/** A mirror, and the push that is under way. */
interface Present {
  mirror: Mirror;
  lease: Lease | null;
}
/** Returns what a step leads to at `at`, in ms since 1970; the same if the step cannot be taken. */
function take({ mirror, lease }: Present, step: Step, at: number): Present {
  switch (step.kind) {
    case 'save':
      return { mirror: applySave(mirror, step, at).mirror, lease };
    case 'merge': {
      const result = merge(mirror, step.remote, at);
      return { mirror: result.kind === 'merged' ? result.mirror : mirror, lease };
    }
    case 'lease':
      return leasePush(mirror, `token ${at}`, at);
    case 'settle': {
      const after = lease && settlePush(mirror, callsOf(lease.write.patch, step.answers), lease, at, 0.5);
      return after ? { mirror: after.mirror, lease: null } : { mirror, lease };
    }
  }
}

it('after any saves, merges, leases and settled pushes, field states are valid and a push is due', () => {
  const reached = new Set<string>();
  const property = fc.property(anyMirror, fc.array(anyStep, { minLength: 1, maxLength: 8 }), (mirror, steps) => {
    expect(invalidFields(mirror)).toEqual([]); // or nothing below is worth much
    let present: Present = { mirror: schedulePush(mirror, now), lease: null };
    steps.forEach((step, index) => {
      const before = present;
      present = take(present, step, now + index);
      if (present.mirror === before.mirror) return;
      const after = present.mirror;
      expect(invalidFields(after)).toEqual([]);
      const hasPending = pendingFields(after).length > 0;
      expect(after.pendingSince !== null).toBe(hasPending);
      if (after.fencingToken === null) expect(after.pushDueAt !== null).toBe(hasPending);
      for (const { state } of Object.values(after.fields)) reached.add(`${state} after a ${step.kind}`);
    });
  });
  fc.assert(property, { numRuns: RUNS });
  const kinds: Step['kind'][] = ['save', 'merge', 'lease', 'settle'];
  const all = kinds.flatMap((kind) => Object.keys(transitions).map((state) => `${state} after a ${kind}`));
  expect([...reached].sort()).toEqual(all.sort());
});
