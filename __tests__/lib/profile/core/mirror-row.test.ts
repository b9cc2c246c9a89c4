import fc from 'fast-check';
import { valuesOf } from '@/__tests__/support/values';
import { applyRead } from '@/lib/profile/core/apply-read';
import { takeLease, type Begun } from '@/lib/profile/core/lease';
import { newMirror, pendingFields, type Field, type Fields, type Mirror } from '@/lib/profile/core/mirror';
import { changedColumns, mirrorColumns } from '@/lib/profile/core/mirror-columns';
import { readMirror, type MirrorRow } from '@/lib/profile/core/mirror-row';
import type { Refusal } from '@/lib/profile/model/profile';
import { isSameValue } from '@/lib/profile/model/value';
import { fieldNames, readValues, type FieldName } from '@/lib/profile/model/values';

const now = 1_700_000_000_000;
const values = valuesOf({ firstName: 'Ann', lastName: 'Lee', avatarColor: 'teal' });
const row = mirrorColumns(newMirror(values, now, now));

const anyTime = fc.integer({ min: 1, max: 2 * now });
const anyDate = fc.option(anyTime);
const anyRefusal: fc.Arbitrary<Omit<Refusal, 'value'>> = fc.record({
  code: fc.string(),
  message: fc.string(),
  traceId: fc.option(fc.string()),
  at: anyTime.map((at) => new Date(at).toISOString()),
});
/** Any text as it is read from a row: a name is trimmed, a choice of another version is kept. */
const anyFieldOf = (name: FieldName): fc.Arbitrary<Field> => {
  const text = fc.string({ unit: 'grapheme' }).map((stored) => readValues({ [name]: stored })[name]);
  return fc
    .record({
      value: text,
      base: text,
      state: fc.constantFrom('confirmed', 'pending', 'reasserting', 'refused'),
      writtenAt: anyTime,
      isTimeKnown: fc.boolean(),
      reason: anyRefusal,
    })
    .map(({ value, base, state, writtenAt, isTimeKnown, reason }) => {
      if (state === 'pending') return { value, base, state, writtenAt, refusal: null };
      const written = isTimeKnown ? writtenAt : 0;
      if (isSameValue(value, base) || state === 'confirmed')
        return { value, base: value, state: 'confirmed', writtenAt: written, refusal: null };
      return { value, base, state, writtenAt: written, refusal: state === 'refused' ? { value, ...reason } : null };
    });
};
const anyFields = fc.record(
  Object.fromEntries(fieldNames.map((name) => [name, anyFieldOf(name)])),
) as fc.Arbitrary<Fields>;
const anyJson = fc.json().map((text): unknown => JSON.parse(JSON.stringify(JSON.parse(text))));
/** An entry for some of the fields that only another version of the app declares. */
const undeclared = <T>(any: fc.Arbitrary<T>) =>
  fc.record({ nickname: any, motto: any }, { requiredKeys: [] }) as fc.Arbitrary<Record<string, unknown>>;

const anyMirror: fc.Arbitrary<Mirror> = fc.record({
  fields: anyFields,
  revision: fc.nat(),
  inFlightWrites: fc.array(
    fc.record({
      patch: fc.record({ firstName: fc.string(), nickname: fc.string() }, { requiredKeys: [] }),
      at: anyTime,
    }),
    { maxLength: 3 },
  ),
  clerkUpdatedAt: anyDate,
  clerkReadAt: anyDate,
  readDueAt: anyDate,
  webhookUpdatedAt: anyDate,
  dueAt: anyDate,
  nextPushAt: anyDate,
  attempts: fc.nat(99),
  fencingToken: fc.option(fc.uuid()),
  pendingSince: anyDate,
  undeclared: fc.record({
    values: undeclared(anyJson),
    base: undeclared(anyJson),
    states: undeclared(fc.constantFrom('pending', 'reasserting', 'refused')),
    writtenAt: undeclared(anyTime),
    refusals: undeclared(
      fc.record({ value: fc.string(), reason: anyRefusal }).map(({ value, reason }) => ({ value, ...reason })),
    ),
  }),
});

/** The columns as Postgres returns them: JSON, and dates. */
const stored = (mirror: Mirror) => {
  const columns = mirrorColumns(mirror);
  const json = ({ values, base, states, writtenAt, refusals, inFlightWrites }: typeof columns): object =>
    JSON.parse(JSON.stringify({ values, base, states, writtenAt, refusals, inFlightWrites })) as object;
  return { ...columns, ...json(columns) };
};

describe('readMirror', () => {
  it('a mirror reads from its row as it was stored, with the fields of another version of the app', () => {
    const property = fc.property(anyMirror, (mirror) => expect(readMirror(stored(mirror))).toEqual(mirror));
    fc.assert(property, { numRuns: 300 });
  });

  it('a mirror whose fields were never saved stores no states, times, refusals or in-flight writes', () =>
    expect(row).toMatchObject({ states: null, writtenAt: null, refusals: null, inFlightWrites: null }));

  it.each<[string, Partial<MirrorRow>]>([
    ['an unknown state', { states: { firstName: 'parked' } }],
    ['a state that is no text', { states: { firstName: 1 } }],
    ['states that are no object', { states: ['pending'] }],
    ['a time that is no number', { writtenAt: { firstName: new Date(now).toISOString() } }],
    ['times that are no object', { writtenAt: now }],
    ['a refusal without a reason', { refusals: { firstName: { value: 'Bea' } } }],
    ['refusals that are no object', { refusals: 'no' }],
    ['an in-flight write without a time', { inFlightWrites: [{ patch: { firstName: 'Bea' } }] }],
    ['an in-flight write without a patch', { inFlightWrites: [{ at: now }] }],
    ['an in-flight write of no patch', { inFlightWrites: [{ patch: 'Ann', at: now }] }],
    ['in-flight writes that are no list', { inFlightWrites: {} }],
  ])('a row with %s is not read: a guess could lose an edit', (_what, some) =>
    expect(() => readMirror({ ...row, ...some })).toThrow(),
  );

  describe('a row from before a field was declared', () => {
    const before = { ...row, values: { firstName: 'Ann' }, base: { firstName: 'Ann', lastName: 'Lee' } };

    it('a row from before a field was declared makes a read of Clerk due', () => {
      expect(readMirror(row).readDueAt).toBeNull();
      expect(readMirror(before).readDueAt).toBe(now);
      expect(readMirror({ ...before, clerkReadAt: null }).readDueAt).toBe(0);
      expect(readMirror({ ...before, readDueAt: new Date(now + 1) }).readDueAt).toBe(now + 1);
    });

    it('a read of Clerk under a lease serves a row from before a field was declared', () => {
      const old = { ...before, values: before.base };
      expect(takeLease(readMirror(old), 'mine', now + 5)).toBe('idle'); // until somebody asks for it
      const { mirror, lease } = takeLease(readMirror(old), 'mine', now + 5, true) as Begun;
      const remote = { values, updatedAt: now, directSaves: null, readStartedAt: now + 5 };
      const applied = applyRead(readMirror(stored(mirror)), lease, remote, now + 9);
      expect(readMirror(stored(applied!.mirror))).toMatchObject({ readDueAt: null, dueAt: null, fencingToken: null });
    });

    it('a read that was due writes all values, so that the row has the field that it lacked', () => {
      const mirror = readMirror({ ...before, values: before.base });
      const written = changedColumns(mirror, { ...mirror, readDueAt: null });
      expect(written).toMatchObject({ values: before.base, base: { ...before.base, avatarColor: '' } });
      const complete = { ...row, ...written, readDueAt: null } as MirrorRow;
      expect(readMirror(complete).readDueAt).toBeNull();
      expect(changedColumns(mirror, mirror)).toEqual({});
    });

    it('a field that was declared after its row was stored has its initial value, and is confirmed', () =>
      expect(readMirror(before).fields.avatarColor).toEqual({
        value: '',
        base: '',
        state: 'confirmed',
        writtenAt: 0,
        refusal: null,
      }));
  });

  it('a stored value that differs from its base without a state is reasserting, so it is pushed', () => {
    const mirror = readMirror({ ...row, values: { ...values, firstName: 'Bea' } });
    expect(mirror.fields.firstName).toMatchObject({ value: 'Bea', base: 'Ann', state: 'reasserting' });
    expect(pendingFields(mirror)).toEqual(['firstName']);
  });
});
