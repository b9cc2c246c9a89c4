import fc from 'fast-check';
import { newMirror, type Field, type Mirror } from '@/lib/profile/core/mirror';
import type { DirectSaveLog, RemoteSnapshot } from '@/lib/profile/core/clerk-shape';
import { schedule } from '@/lib/profile/core/schedule';
import type { Refusal } from '@/lib/profile/model/profile';
import { isSameValue, type Value } from '@/lib/profile/model/value';
import { fieldNames, readValue, type FieldName, type Patch, type Values } from '@/lib/profile/model/values';
import { aRefusal } from './builders';
import { valuesOf } from './values';

/** The present of everything generated here, in ms since 1970. */
export const now = 1_700_000_000_000;
/** What Clerk holds unless a test says otherwise. */
export const base = valuesOf({ firstName: 'Ann', lastName: 'Lee', avatarColor: 'teal' });
export const YEARS_MS = 3 * 365 * 24 * 60 * 60_000;

/** Returns a refusal by Clerk of `value`. `at` is in ms since 1970. */
export const refusalOf = (value: Value, at: number): Refusal => aRefusal(value, { at: new Date(at).toISOString() });
/** Returns the log of one direct save. `at` is in ms since 1970. */
export const direct = (patch: Patch, at: number): DirectSaveLog => ({ saves: { s: { at, patch } } });

/** Returns a generator of times from `from` to `to`, in ms after `now`. */
export const around = (from: number, to: number): fc.Arbitrary<number> =>
  fc.integer({ min: now + from, max: now + to });
/** A value as it is read, where it breaks the field's rule too: "Bea" is a colour, and is read as "#bbeeaa". */
const wordOf = (name: FieldName) => fc.constantFrom(...['Ann', 'Bea', 'Cid'].map((word) => readValue(name, word)));
const forEachField = <T>(anyOf: (name: FieldName) => fc.Arbitrary<T>) =>
  Object.fromEntries(fieldNames.map((name) => [name, anyOf(name)])) as Record<FieldName, fc.Arbitrary<T>>;

export const anyValues = fc.record(forEachField(wordOf)) as fc.Arbitrary<Values>;
export const anyPatch = fc.record(forEachField(wordOf), { requiredKeys: [] }) as fc.Arbitrary<Patch>;
export const anyLog = fc.option(fc.tuple(anyPatch, around(-3, 0)).map((save) => direct(...save)));
/** Clerk's `updated_at`, whose clock may be years ahead. */
export const anyUpdatedAt = fc.oneof({ weight: 4, arbitrary: around(-2, 2) }, around(YEARS_MS, YEARS_MS + 2));
export const anyRemote: fc.Arbitrary<RemoteSnapshot> = fc.record({
  values: anyValues,
  updatedAt: anyUpdatedAt,
  directSaves: anyLog,
  readStartedAt: around(-2, 2),
});

const anyField = (name: FieldName): fc.Arbitrary<Field> =>
  fc
    .record({
      value: wordOf(name),
      inClerk: wordOf(name),
      state: fc.constantFrom('confirmed', 'pending', 'reasserting', 'refused'),
      writtenAt: around(-3, 0),
      isTimeKnown: fc.boolean(),
    })
    .map(({ value, inClerk, state, writtenAt, isTimeKnown }) => {
      if (state === 'pending') return { value, base: inClerk, state, writtenAt, refusal: null };
      const written = isTimeKnown ? writtenAt : 0;
      if (isSameValue(value, inClerk) || state === 'confirmed')
        return { value, base: value, state: 'confirmed', writtenAt: written, refusal: null };
      const refusal = state === 'refused' ? refusalOf(value, writtenAt) : null;
      return { value, base: inClerk, state, writtenAt: written, refusal };
    });
/** Of the fields of another version of the app: mostly none, else one that is to be written or not. */
const anyUndeclared = fc
  .constantFrom({}, {}, {}, { nickname: 'pending' }, { nickname: 'refused' })
  .map((states): Mirror['undeclared'] => ({ values: {}, base: {}, states, writtenAt: {}, refusals: {} }));

/** Any mirror that nobody has leased, scheduled for what it needs. */
export const anyMirror: fc.Arbitrary<Mirror> = fc
  .record({
    fields: fc.oneof(fc.constant(newMirror(base, now, now).fields), fc.record(forEachField(anyField))),
    revision: fc.nat(9),
    inFlightWrites: fc.array(fc.record({ patch: anyPatch, at: fc.constant(now - 1) }), { maxLength: 2 }),
    clerkUpdatedAt: fc.option(around(-2, 2)),
    readDueAt: fc.option(around(-3_000, 3_000)),
    webhookUpdatedAt: fc.option(anyUpdatedAt),
    nextPushAt: fc.option(around(-3_000, 3_000)),
    attempts: fc.nat(3),
    undeclared: anyUndeclared,
  })
  .map(({ webhookUpdatedAt, ...some }) => {
    const isNews = webhookUpdatedAt !== null && webhookUpdatedAt > (some.clerkUpdatedAt ?? 0);
    const mirror = { ...newMirror(base, now, now), ...some, webhookUpdatedAt: isNews ? webhookUpdatedAt : null };
    return schedule(mirror, now - 3);
  });
