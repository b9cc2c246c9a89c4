import { z } from 'zod';
import { refusalsSchema } from '@/lib/profile/model/profile';
import { isSameValue, type Value } from '@/lib/profile/model/value';
import { fieldNames, readValues } from '@/lib/profile/model/values';
import { isMirrorOnly } from './clerk-shape';
import { makeFields, type Fields, type Mirror, type Undeclared } from './mirror';
import { transitions, type FieldState } from './field-state';

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
const writesSchema = z.array(z.object({ patch: z.record(z.string(), z.custom<Value>()), at: z.number() }));

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
    // what only the mirror keeps has nowhere else to arrive; before, it may have been in Clerk
    const state = isMirrorOnly(name) ? 'confirmed' : readState(states[name]);
    // a value that differs from the base without a word of its state is written to Clerk once more
    const isUnexplained = state === 'confirmed' && !isMirrorOnly(name) && !isSameValue(values[name], base[name]);
    return {
      value: values[name],
      base: isMirrorOnly(name) ? values[name] : base[name],
      state: isUnexplained ? 'reasserting' : state,
      writtenAt: readTime(writtenAt[name]),
      refusal: state === 'refused' ? (refusals[name] ?? null) : null,
    };
  });
}
