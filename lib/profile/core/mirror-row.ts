import { z } from 'zod';
import { refusalsSchema, type Refusal } from '@/lib/profile/model/profile';
import { fieldNames, readValues } from '@/lib/profile/model/values';
import { baseOf, makeFields, valuesOf, type Field, type Fields, type Mirror, type Undeclared } from './mirror';
import { transitions, type FieldState } from './field-state';
import { auditDueAt } from './schedule';

/** The columns of a stored row that the core reads. `null` in a JSON column is an empty document. */
export interface MirrorRow {
  /** `{ firstName: "Ann", … }` */
  values: unknown;
  /** `{ firstName: "Ann", … }` */
  base: unknown;
  /** `{ firstName: "pending", … }`, without the confirmed fields */
  states: unknown;
  /** `{ firstName: 1764000000000, … }`, without fields that were never saved */
  writtenAt: unknown;
  /** `{ lastName: { value, code, message, traceId, at }, … }` */
  refusals: unknown;
  /** `[{ patch: { firstName: "Ann" }, at: 1764000000000 }, …]` */
  inFlightWrites: unknown;
  revision: number;
  clerkUpdatedAt: Date | null;
  clerkReadAt: Date | null;
  readDueAt: Date | null;
  webhookUpdatedAt: Date | null;
  dueAt: Date | null;
  nextPushAt: Date | null;
  attempts: number;
  fencingToken: string | null;
  pendingSince: Date | null;
}

const ms = (date: Date | null): number | null => date?.getTime() ?? null;
const date = (time: number | null): Date | null => (time === null ? null : new Date(time));

const isRecord = (stored: unknown): stored is Record<string, unknown> =>
  typeof stored === 'object' && stored !== null && !Array.isArray(stored);
function readRecord(stored: unknown): Record<string, unknown> {
  if (stored !== null && !isRecord(stored)) throw new TypeError('a JSON column of a mirror row holds no document');
  return stored ?? {};
}
const undeclaredIn = (document: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(document).filter(([name]) => !(fieldNames as string[]).includes(name)));
function readState(stored: unknown = 'confirmed'): FieldState {
  if (typeof stored !== 'string' || !(stored in transitions)) throw new TypeError('a field has no state of ours');
  return stored as FieldState;
}
function readTime(stored: unknown = 0): number {
  if (typeof stored !== 'number') throw new TypeError('a field was written at no time');
  return stored;
}
const writesSchema = z.array(z.object({ patch: z.record(z.string(), z.string()), at: z.number() }));

/**
 * Parses a stored row. A row from before a field was declared knows nothing of it, and so Clerk is to be read.
 * @throws if a JSON column is not what this app writes: a guess could lose an edit
 */
export function readMirror(row: MirrorRow): Mirror {
  const documents = {
    values: readRecord(row.values),
    base: readRecord(row.base),
    states: readRecord(row.states),
    writtenAt: readRecord(row.writtenAt),
    refusals: readRecord(row.refusals),
  };
  const knowsAllFields = fieldNames.every((name) => name in documents.base);
  return {
    fields: readFields(documents),
    revision: row.revision,
    inFlightWrites: row.inFlightWrites === null ? [] : writesSchema.parse(row.inFlightWrites),
    clerkUpdatedAt: ms(row.clerkUpdatedAt),
    clerkReadAt: ms(row.clerkReadAt),
    readDueAt: ms(row.readDueAt) ?? (knowsAllFields ? null : (ms(row.clerkReadAt) ?? 0)),
    webhookUpdatedAt: ms(row.webhookUpdatedAt),
    dueAt: ms(row.dueAt),
    nextPushAt: ms(row.nextPushAt),
    attempts: row.attempts,
    fencingToken: row.fencingToken,
    pendingSince: ms(row.pendingSince),
    undeclared: {
      values: undeclaredIn(documents.values),
      base: undeclaredIn(documents.base),
      states: undeclaredIn(documents.states),
      writtenAt: undeclaredIn(documents.writtenAt),
      refusals: undeclaredIn(documents.refusals),
    },
  };
}

/** `documents` are those of all fields, the declared ones too. */
function readFields({ states, writtenAt, ...documents }: Undeclared): Fields {
  const [values, base] = [readValues(documents.values), readValues(documents.base)];
  const hasRefusals = Object.keys(documents.refusals).length > 0;
  const refusals = hasRefusals ? refusalsSchema.parse(documents.refusals) : {};
  return makeFields((name) => {
    const state = readState(states[name]);
    // a value that differs from the base without a word of its state is written to Clerk once more
    const isUnexplained = state === 'confirmed' && values[name] !== base[name];
    return {
      value: values[name],
      base: base[name],
      state: isUnexplained ? 'reasserting' : state,
      writtenAt: readTime(writtenAt[name]),
      refusal: refusals[name] ?? null,
    };
  });
}

const documentOf = <T>(fields: Fields, read: (field: Field) => T | null): Record<string, T> =>
  Object.fromEntries(
    fieldNames.flatMap((name) => {
      const entry = read(fields[name]);
      return entry === null ? [] : [[name, entry]];
    }),
  );
const orNull = <T extends object>(value: T): T | null => (Object.keys(value).length > 0 ? value : null);

/** Returns the columns of a mirror, as they are stored; their JSON is that of `MirrorRow`. */
export function mirrorColumns(mirror: Mirror) {
  const { fields, undeclared } = mirror;
  const states = documentOf(fields, ({ state }) => (state === 'confirmed' ? null : state));
  const writtenAt = documentOf(fields, (field) => field.writtenAt || null);
  const refusals = documentOf(fields, ({ refusal }) => refusal);
  return {
    values: { ...undeclared.values, ...valuesOf(mirror) } as Record<string, string>,
    base: { ...undeclared.base, ...baseOf(mirror) } as Record<string, string>,
    states: orNull({ ...undeclared.states, ...states } as Record<string, string>),
    writtenAt: orNull({ ...undeclared.writtenAt, ...writtenAt } as Record<string, number>),
    refusals: orNull({ ...undeclared.refusals, ...refusals } as Record<string, Refusal>),
    inFlightWrites: orNull(mirror.inFlightWrites.map(({ patch, at }) => ({ patch: { ...patch }, at }))),
    revision: mirror.revision,
    clerkUpdatedAt: date(mirror.clerkUpdatedAt),
    clerkReadAt: date(mirror.clerkReadAt),
    readDueAt: date(mirror.readDueAt),
    webhookUpdatedAt: date(mirror.webhookUpdatedAt),
    auditDueAt: new Date(auditDueAt(mirror)),
    dueAt: date(mirror.dueAt),
    nextPushAt: date(mirror.nextPushAt),
    attempts: mirror.attempts,
    fencingToken: mirror.fencingToken,
    pendingSince: date(mirror.pendingSince),
  };
}

/** Returns the columns of `after` that differ from those of `before`. */
export function changedColumns(before: Mirror, after: Mirror): Partial<ReturnType<typeof mirrorColumns>> {
  const was: Record<string, unknown> = mirrorColumns(before);
  const isChanged = ([name, value]: [string, unknown]) => !isSame(was[name], value);
  return Object.fromEntries(Object.entries(mirrorColumns(after)).filter(isChanged));
}

/** Returns true if two columns hold the same; their JSON documents have the same order of keys. */
function isSame(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  return a instanceof Date && b instanceof Date ? a.getTime() === b.getTime() : JSON.stringify(a) === JSON.stringify(b);
}
