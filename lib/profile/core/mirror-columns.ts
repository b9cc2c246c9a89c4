import type { Refusal } from '@/lib/profile/model/profile';
import type { Value } from '@/lib/profile/model/value';
import { fieldNames } from '@/lib/profile/model/values';
import { baseOf, valuesOf, type Field, type Fields, type Mirror } from './mirror';
import { auditDueAt } from './schedule';

const date = (time: number | null): Date | null => (time === null ? null : new Date(time));
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
    values: { ...undeclared.values, ...valuesOf(mirror) } as Record<string, Value>,
    base: { ...undeclared.base, ...baseOf(mirror) } as Record<string, Value>,
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

/**
 * Returns the columns of `after` that differ from those of `before`. Once a read that was due has been served, all
 * values too: it may have been due because the stored row lacked a field, which a mirror in memory does not show.
 */
export function changedColumns(before: Mirror, after: Mirror): Partial<ReturnType<typeof mirrorColumns>> {
  const was: Record<string, unknown> = mirrorColumns(before);
  const completed = before.readDueAt !== null && after.readDueAt === null ? ['values', 'base'] : [];
  const isChanged = ([name, value]: [string, unknown]) => completed.includes(name) || !isSame(was[name], value);
  return Object.fromEntries(Object.entries(mirrorColumns(after)).filter(isChanged));
}

/** Returns true if two columns hold the same; their JSON documents have the same order of keys. */
function isSame(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  return a instanceof Date && b instanceof Date ? a.getTime() === b.getTime() : JSON.stringify(a) === JSON.stringify(b);
}
