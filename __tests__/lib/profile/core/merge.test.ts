import fc from 'fast-check';
import { valuesOf } from '@/__tests__/support/values';
import { applySave } from '@/lib/profile/core/apply-save';
import { IN_FLIGHT_MS, merge, type RemoteSnapshot, type DirectSaveLog } from '@/lib/profile/core/merge';
import { newMirror, pendingFields, type Mirror } from '@/lib/profile/core/mirror';
import { fieldNames, type FieldName, type Values } from '@/lib/profile/model/values';

const now = 1_700_000_000_000;
const base = valuesOf({ firstName: 'Ann', lastName: 'Lee', avatarColor: 'teal' });
const settled = (values = base): Mirror => ({ ...newMirror(values, now - 1000, now - 1000), revision: 3 });
const seen = (values: Partial<Values>, updatedAt = now, stamp: DirectSaveLog | null = null): RemoteSnapshot => ({
  values: { ...base, ...values },
  updatedAt,
  directSaves: stamp,
  sameMsAfter: null,
  readStartedAt: now,
});

const merged = (mirror: Mirror, theirs: RemoteSnapshot, at = now) => {
  const result = merge(mirror, theirs, at);
  if (result.kind !== 'merged') throw new Error('the merge was ignored');
  return result;
};

describe('a merge', () => {
  it('takes what Clerk changed where nothing is pending', () => {
    const { mirror, changes } = merged(settled(), seen({ firstName: 'Bea' }));
    expect(mirror.values.firstName).toBe('Bea');
    expect(mirror.revision).toBe(4);
    expect(changes).toEqual({ firstName: { from: 'Ann', to: 'Bea' } });
    expect(pendingFields(mirror)).toEqual([]);
  });

  it('keeps a pending save over what Clerk changed, and remembers the loser', () => {
    const { mirror, changes } = merged(
      { ...settled(), values: { ...base, firstName: 'Cid' }, savedAt: { firstName: now - 500 } },
      seen({ firstName: 'Bea' }),
    );
    expect(mirror.values.firstName).toBe('Cid');
    expect(mirror.confirmed.firstName).toBe('Bea');
    expect(pendingFields(mirror)).toEqual(['firstName']);
    expect(changes).toEqual({ firstName: { overruled: 'Bea' } });
  });

  it('keeps a refused value, which the user may still correct', () => {
    const refusal = { value: 'Cid', code: 'x', message: 'no', traceId: null, at: new Date(now).toISOString() };
    const { mirror } = merged(
      { ...settled(), values: { ...base, firstName: 'Cid' }, refused: { firstName: refusal } },
      seen({ firstName: 'Bea' }),
    );
    expect(mirror.values.firstName).toBe('Cid');
  });

  it('ignores what is older than what is known', () => {
    expect(merge(settled(), seen({ firstName: 'Old' }, now - 1001), now)).toEqual({ kind: 'ignored' });
  });

  it('pushes over an own write that lands late, after a newer save was confirmed', () => {
    const doubtful = [{ patch: { firstName: 'Late' }, at: now - 5000 }];
    const { mirror, changes } = merged({ ...settled(), doubtful }, seen({ firstName: 'Late' }));
    expect(mirror.values.firstName).toBe('Ann');
    expect(pendingFields(mirror)).toEqual(['firstName']);
    expect(changes).toEqual({});
  });

  it('takes the same value for somebody’s edit once the doubt has lapsed', () => {
    const doubtful = [{ patch: { firstName: 'Late' }, at: now - IN_FLIGHT_MS }];
    expect(merged({ ...settled(), doubtful }, seen({ firstName: 'Late' })).mirror.values.firstName).toBe('Late');
  });

  it('believes that a save is in Clerk only from a look that began after it', () => {
    const pending = { ...settled(), values: { ...base, firstName: 'Cid' }, savedAt: { firstName: now - 500 } };
    const after = (readAt: number | null) =>
      pendingFields(merged(pending, { ...seen({ firstName: 'Cid' }), readStartedAt: readAt }).mirror);
    expect(after(null)).toEqual(['firstName']); // a webhook: somebody may have typed the same, earlier
    expect(after(now - 500)).toEqual(['firstName']);
    expect(after(now - 499)).toEqual([]);
  });

  it('cannot tell which of two states of one millisecond came first', () => {
    const mirror = settled();
    expect(merge(mirror, seen({ firstName: 'Bea' }, mirror.clerkUpdatedAt!), now)).toEqual({ kind: 'unsure' });
    expect(merge(mirror, seen({}, mirror.clerkUpdatedAt!), now)).toMatchObject({ kind: 'merged', changes: {} });
  });

  it('takes the second state of a millisecond from whoever asked after the first', () => {
    const mirror = settled();
    const asked = { ...seen({ firstName: 'Bea' }, mirror.clerkUpdatedAt!), sameMsAfter: mirror.clerkUpdatedAt };
    expect(merged(mirror, asked).mirror.values.firstName).toBe('Bea');
  });

  it('sees by the stamp alone that Clerk was changed and changed back after a pending save', () => {
    const pending = { ...settled(), values: { ...base, firstName: 'Cid' }, savedAt: { firstName: now - 500 } };
    const stamped = (firstName: string, at: number) =>
      merged(pending, seen({}, now, { saves: { s: { at, patch: { firstName } } } })).mirror.values.firstName;
    expect(stamped('Ann', now - 400)).toBe('Ann');
    expect(stamped('Ann', now - 600)).toBe('Cid');
    expect(stamped('Bea', now - 400)).toBe('Bea'); // what Clerk holds was known before: a push wrote over Bea
  });

  it('knows a save past the mirror that lands after a later one for what it is', () => {
    const later = {
      ...settled(),
      values: { ...base, firstName: 'Cid' },
      confirmed: { ...base, firstName: 'Cid' },
      lastSavedAt: { firstName: now - 400 },
    };
    const late = { saves: { s: { at: now - 500, patch: { firstName: 'Bea' } } } };
    const { mirror } = merged(later, seen({ firstName: 'Bea' }, now, late));
    expect(mirror.values.firstName).toBe('Cid');
    expect(pendingFields(mirror)).toEqual(['firstName']);
    const muchLater = merge(later, seen({ firstName: 'Bea' }, now + IN_FLIGHT_MS, late), now + IN_FLIGHT_MS);
    expect(muchLater).toMatchObject({ mirror: { values: { firstName: 'Bea' } } }); // somebody chose it again
  });

  it('keeps a refused value over a stamp from before the refusal, and gives way to one from after it', () => {
    const refusal = { value: 'Cid', code: 'x', message: 'no', traceId: null, at: new Date(now - 500).toISOString() };
    const refused = {
      ...settled(),
      lastSavedAt: { firstName: now - 500 },
      values: { ...base, firstName: 'Cid' },
      refused: { firstName: refusal },
    };
    const stamped = (at: number) =>
      merged(refused, seen({ firstName: 'Bea' }, now, { saves: { s: { at, patch: { firstName: 'Bea' } } } })).mirror
        .values.firstName;
    expect(stamped(now - 600)).toBe('Cid');
    expect(stamped(now - 400)).toBe('Bea');
  });

  it('takes a save that went straight to Clerk over an older pending one, and remembers the loser', () => {
    const pending = { ...settled(), values: { ...base, firstName: 'Cid' }, savedAt: { firstName: now - 500 } };
    const stamp = { saves: { s: { at: now - 400, patch: { firstName: 'Bea' } } } };
    const { mirror, changes } = merged(pending, seen({ firstName: 'Bea' }, now, stamp));
    expect(mirror.values.firstName).toBe('Bea');
    expect(changes).toEqual({ firstName: { from: 'Cid', to: 'Bea' } });
    expect(pendingFields(mirror)).toEqual([]);
  });

  it('takes a stamped save back from an own write that landed on it, once', () => {
    const doubtful = [{ patch: { firstName: 'Cid' }, at: now - 300 }];
    const pushed = { ...settled(), values: { ...base, firstName: 'Cid' }, savedAt: { firstName: now - 500 }, doubtful };
    const stamp = { saves: { s: { at: now - 400, patch: { firstName: 'Bea' } } } };
    const { mirror, changes } = merged(pushed, seen({ firstName: 'Cid' }, now, stamp));
    expect(changes).toEqual({ firstName: { from: 'Cid', to: 'Bea' } });
    expect(pendingFields(mirror)).toEqual(['firstName']);
    const saved = applySave(mirror, { patch: { firstName: 'Dan' } }, now).mirror;
    expect(merged(saved, seen({ firstName: 'Cid' }, now + 1, stamp)).mirror.values.firstName).toBe('Dan');
  });

  it('takes an edit that Clerk tells of after an own write that is still to be pushed over: it came later', () => {
    const stamp = {
      saves: {
        first: { at: now - 500, patch: { firstName: 'Cid' } },
        second: { at: now - 400, patch: { firstName: 'Bea' } },
      },
    };
    const { mirror } = merged(settled(), seen({ firstName: 'Cid' }, now, stamp)); // the first landed last
    expect(mirror.values.firstName).toBe('Bea');
    expect(pendingFields(mirror)).toEqual(['firstName']);
    const edited = merged(mirror, seen({ firstName: 'Eve' }, now + 1, stamp));
    expect(edited.changes).toEqual({ firstName: { from: 'Bea', to: 'Eve' } });
    expect(pendingFields(edited.mirror)).toEqual([]);

    const confirmed = { ...settled(), lastSavedAt: { firstName: now - 300 } };
    const { mirror: later } = merged(confirmed, seen({ firstName: 'Cid' }, now, stamp));
    expect(pendingFields(later)).toEqual(['firstName']);
    expect(merged(later, seen({ firstName: 'Eve' }, now + 1, stamp)).mirror.values.firstName).toBe('Eve');
  });

  it('gives up what Clerk refused once the same was saved past the mirror, and Clerk took it', () => {
    const refusal = { value: 'Cid', code: 'x', message: 'no', traceId: null, at: new Date(now - 500).toISOString() };
    const refused = {
      ...settled(),
      values: { ...base, firstName: 'Cid' },
      lastSavedAt: { firstName: now - 500 },
      refused: { firstName: refusal },
      doubtful: [{ patch: { firstName: 'Dan' }, at: now - 600 }],
    };
    const { mirror } = merged(
      refused,
      seen({ firstName: 'Dan' }, now, { saves: { s: { at: now - 400, patch: { firstName: 'Cid' } } } }),
    ); // Dan landed on it
    expect(pendingFields(mirror)).toEqual(['firstName']);
  });

  it('takes what was written in Clerk after a stamped save that it had not seen', () => {
    const stamp = { saves: { s: { at: now - 400, patch: { firstName: 'Bea' } } } };
    expect(merged(settled(), seen({ firstName: 'Eve' }, now, stamp)).mirror.values.firstName).toBe('Eve');
  });

  it('keeps a pending save over an older one that went straight to Clerk, and over one of other fields', () => {
    const pending = { ...settled(), values: { ...base, firstName: 'Cid' }, savedAt: { firstName: now - 500 } };
    expect(
      merged(pending, seen({ firstName: 'Bea' }, now, { saves: { s: { at: now - 600, patch: { firstName: 'Bea' } } } }))
        .mirror.values.firstName,
    ).toBe('Cid');
    expect(
      merged(pending, seen({ firstName: 'Bea' }, now, { saves: { s: { at: now - 400, patch: { lastName: 'Bea' } } } }))
        .mirror.values.firstName,
    ).toBe('Cid');
  });
});

const word = fc.constantFrom('Ann', 'Bea', 'Cid');
const anyValues = fc
  .record({ firstName: word, lastName: word, avatarColor: fc.constantFrom('teal' as const, 'blue' as const) })
  .map(valuesOf);
const anyMirror: fc.Arbitrary<Mirror> = fc
  .record({
    values: anyValues,
    confirmed: anyValues,
    revision: fc.nat(9),
    clerkUpdatedAt: fc.option(fc.integer({ min: now - 2, max: now + 2 })),
    refused: fc.constant({}),
    doubtful: fc.array(fc.record({ patch: fc.record({ firstName: word }), at: fc.constant(now - 1) }), {
      maxLength: 2,
    }),
    savedAt: fc.record(
      { firstName: fc.integer({ min: now - 3, max: now }), lastName: fc.integer({ min: now - 3, max: now }) },
      { requiredKeys: [] },
    ),
  })
  .map((some) => ({ ...newMirror(base, now, now), ...some }));
const anySeen: fc.Arbitrary<RemoteSnapshot> = fc.record({
  values: anyValues,
  updatedAt: fc.integer({ min: now - 2, max: now + 2 }),
  directSaves: fc.option(
    fc.record({
      saves: fc.record({
        s: fc.record({ at: fc.integer({ min: now - 3, max: now }), patch: fc.record({ firstName: word }) }),
      }),
    }),
  ),
  sameMsAfter: fc.option(fc.integer({ min: now - 2, max: now + 2 })),
  readStartedAt: fc.option(fc.integer({ min: now - 2, max: now + 2 })),
});

describe('every merge', () => {
  const property = (check: (mirror: Mirror, theirs: RemoteSnapshot) => void) =>
    fc.assert(fc.property(anyMirror, anySeen, check), { numRuns: 2000 });

  it('keeps every value saved here that is not known to be in Clerk and that no later stamp stands against', () =>
    property((mirror, theirs) => {
      const result = merge(mirror, theirs, now);
      if (result.kind !== 'merged') return;
      for (const name of Object.keys(mirror.savedAt) as FieldName[]) {
        const { at, patch } = theirs.directSaves?.saves.s ?? { at: -1, patch: {} };
        const later = name in patch && at > (mirror.savedAt[name] ?? 0);
        if (!later) expect(result.mirror.values[name]).toBe(mirror.values[name]);
      }
    }));

  it('never lets time go back', () =>
    property((mirror, theirs) => {
      const result = merge(mirror, theirs, now);
      if (result.kind === 'merged')
        expect(result.mirror.clerkUpdatedAt).toBeGreaterThanOrEqual(mirror.clerkUpdatedAt ?? 0);
    }));

  it('counts a revision exactly when a value changed', () =>
    property((mirror, theirs) => {
      const result = merge(mirror, theirs, now);
      if (result.kind !== 'merged') return;
      const moved = fieldNames.some((name: FieldName) => result.mirror.values[name] !== mirror.values[name]);
      expect(result.mirror.revision - mirror.revision).toBe(moved ? 1 : 0);
    }));

  it('done twice is done once', () =>
    property((mirror, theirs) => {
      const once = merge(mirror, theirs, now);
      if (once.kind !== 'merged') return;
      const twice = merge(once.mirror, theirs, now);
      expect(twice).toEqual({ kind: 'merged', changes: {}, mirror: once.mirror });
    }));

  it('invents no value', () =>
    property((mirror, theirs) => {
      const result = merge(mirror, theirs, now);
      if (result.kind === 'merged')
        for (const name of fieldNames)
          expect([mirror.values[name], theirs.values[name], theirs.directSaves?.saves.s?.patch[name]]).toContain(
            result.mirror.values[name],
          );
    }));
});
