import type { Refusal } from '@/lib/profile/model/profile';
import type { Value } from '@/lib/profile/model/value';
import { fieldNames, pick, type FieldName, type Patch, type Values } from '@/lib/profile/model/values';
import { isPending, type FieldState } from './field-state';

/** One field of one person: the value here, and what is known of it in Clerk. */
export interface Field {
  /** what the person sees */
  value: Value;
  /** what Clerk is known to hold: the base of a three-way merge */
  base: Value;
  state: FieldState;
  /** when the value was last saved, here or directly, in ms since 1970; 0 if that is not known */
  writtenAt: number;
  /** why Clerk refused the value; null in every other state */
  refusal: Refusal | null;
}

export type Fields = Record<FieldName, Field>;

/** A write to Clerk whose outcome is not known: it may still land. */
export interface InFlightWrite {
  patch: Patch;
  /** when it was sent, or was about to be, in ms since 1970 */
  at: number;
}

/** A person's mirror row, parsed. Times are in ms since 1970, by the clock of Postgres; `clerkUpdatedAt` by Clerk's. */
export interface Mirror {
  fields: Fields;
  /** counts the changes of values */
  revision: number;
  inFlightWrites: readonly InFlightWrite[];
  /** Clerk's `updated_at` when it was last seen; null if that is not known, or lies ahead of our clock */
  clerkUpdatedAt: number | null;
  /** when the latest read of Clerk began, or when the latest answered write was sent */
  clerkReadAt: number | null;
  /** when Clerk is to be read, because the row may lack a change; null if it is not known to lack any */
  readDueAt: number | null;
  /** the newest `updated_at` that a webhook has reported and that was not seen yet; null if there is none */
  webhookUpdatedAt: number | null;
  /** when the lease under way ends; without one, when the next is due; null if nothing is due */
  dueAt: number | null;
  /** when Clerk may be written to next at the earliest, after spacing or back-off; null if at once */
  nextPushAt: number | null;
  /** leases in a row in which Clerk could not be read or written to */
  attempts: number;
  /** held by the lease under way: only its holder may complete it */
  fencingToken: string | null;
  /** since when something has been pending */
  pendingSince: number | null;
  /** fields of another version of the app, kept as they are */
  undeclared: Undeclared;
}

/** The parts of a row that belong to fields which this version of the app does not declare. */
export interface Undeclared {
  values: Record<string, unknown>;
  base: Record<string, unknown>;
  states: Record<string, unknown>;
  writtenAt: Record<string, unknown>;
  refusals: Record<string, unknown>;
}

/** Returns fields made by `make`, one for each name. */
export const makeFields = (make: (name: FieldName) => Field): Fields =>
  Object.fromEntries(fieldNames.map((name) => [name, make(name)])) as Fields;

/** Returns the mirror of a user who was just seen in Clerk for the first time, in a read that began at `now`. */
export const newMirror = (values: Values, clerkUpdatedAt: number, now: number): Mirror => ({
  fields: makeFields((name) => ({
    value: values[name],
    base: values[name],
    state: 'confirmed',
    writtenAt: 0,
    refusal: null,
  })),
  revision: 0,
  inFlightWrites: [],
  clerkUpdatedAt,
  clerkReadAt: now,
  readDueAt: null,
  webhookUpdatedAt: null,
  dueAt: null,
  nextPushAt: null,
  attempts: 0,
  fencingToken: null,
  pendingSince: null,
  undeclared: { values: {}, base: {}, states: {}, writtenAt: {}, refusals: {} },
});

const column = (fields: Fields, key: 'value' | 'base') =>
  Object.fromEntries(fieldNames.map((name) => [name, fields[name][key]])) as Values;

/** Returns what the person sees. */
export const valuesOf = ({ fields }: Pick<Mirror, 'fields'>): Values => column(fields, 'value');

/** Returns what Clerk is known to hold. */
export const baseOf = ({ fields }: Pick<Mirror, 'fields'>): Values => column(fields, 'base');

/** Returns the fields whose value is to be written to Clerk. */
export const pendingFields = ({ fields }: Pick<Mirror, 'fields'>): FieldName[] =>
  fieldNames.filter((name) => isPending(fields[name].state));

/** Returns the pending values. */
export const pendingPatch = (mirror: Pick<Mirror, 'fields'>): Patch => pick(valuesOf(mirror), pendingFields(mirror));

/** Returns the fields whose value Clerk refused. */
export const refusedFieldsOf = ({ fields }: Pick<Mirror, 'fields'>): FieldName[] =>
  fieldNames.filter((name) => fields[name].state === 'refused');

/** True if another version of the app has saved a field that this one cannot push. */
export const isPendingElsewhere = ({ undeclared: { states } }: Pick<Mirror, 'undeclared'>): boolean =>
  Object.values(states).some((state) => state !== 'confirmed' && state !== 'refused');
