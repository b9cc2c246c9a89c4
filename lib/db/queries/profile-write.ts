import 'server-only';
import { Prisma } from '../generated/client';
import type { Profile as ProfileRow } from '../generated/client';

/** One row of the mirror, as Postgres holds it. The schema says what each JSON column holds. */
export type { ProfileRow };

/** Any value that Postgres can store as JSON. */
export type Json = Prisma.InputJsonValue;

/** The columns of a mirror row that are to be written. Null empties a column; one that is left out keeps its value. */
export interface ProfileWrite {
  /** `{ firstName: "Ann", … }`: what the person sees */
  values?: Json;
  /** `{ firstName: "Ann", … }`: what Clerk is known to hold */
  base?: Json;
  /** `{ firstName: "pending", … }`, without the confirmed fields */
  states?: Json | null;
  /** `{ firstName: 1700000000000, … }`: ms since 1970 */
  writtenAt?: Json | null;
  /** `{ lastName: { value, code, message, traceId, at }, … }` */
  refusals?: Json | null;
  /** `[{ patch: { firstName: "Ann" }, at: 1700000000000 }, …]` */
  inFlightWrites?: Json | null;
  revision?: number;
  clerkUpdatedAt?: Date | null;
  clerkReadAt?: Date | null;
  readDueAt?: Date | null;
  webhookUpdatedAt?: Date | null;
  auditDueAt?: Date;
  dueAt?: Date | null;
  nextPushAt?: Date | null;
  attempts?: number;
  fencingToken?: string | null;
  pendingSince?: Date | null;
}

/** One entry of history. */
export interface ChangeWrite {
  userId: string;
  revision: number;
  saveId?: string;
  source: 'device' | 'clerk';
  device?: string;
  /** `{ firstName: { from, to } | { overwritten } | { refused }, … }` */
  changes: Json;
}

const jsonColumns: readonly string[] = ['values', 'base', 'states', 'writtenAt', 'refusals', 'inFlightWrites'];

/** Returns the value of a column as a part of a statement: with its type, which Postgres cannot know of a parameter. */
export function asSql(column: string, value: unknown): Prisma.Sql {
  if (jsonColumns.includes(column)) return Prisma.sql`${value === null ? null : JSON.stringify(value)}::jsonb`;
  if (column.endsWith('At') || column === 'pendingSince')
    return Prisma.sql`${value instanceof Date ? value.toISOString() : null}::timestamptz`;
  return typeof value === 'number' ? Prisma.sql`${value}::int` : Prisma.sql`${value}`;
}
