import type { Refusal } from '@/lib/profile/model/profile';
import { fieldNames, pick, type FieldName, type Patch, type Values } from '@/lib/profile/model/values';
import { isPending, type FieldState } from './field-state';

/** One field of one person: the value here, and what is known of it in Clerk. */
export interface Field {
  /** what the person sees */
  value: string;
  /** what Clerk is known to hold: the base of a three-way merge */
  base: string;
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
  /** Clerk's `updated_at` of the newest user seen */
  clerkUpdatedAt: number | null;
  /** when the newest read of Clerk began */
  clerkReadAt: number | null;
  /** the latest time at which the row may have missed a change; null if it has missed none */
  invalidatedAt: number | null;
  /** when the next push is due, or the lease of the present one ends; null if nothing is pending */
  pushDueAt: number | null;
  /** when the latest push ended, or began if that is not known; some seconds later if it took more calls than usual */
  lastPushEndedAt: number | null;
  /** pushes in a row that did not succeed */
  pushAttempts: number;
  /** held by the push under way: only its holder may complete it */
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

/** Returns the mirror of a user who was just seen in Clerk for the first time. */
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
  invalidatedAt: null,
  pushDueAt: null,
  lastPushEndedAt: null,
  pushAttempts: 0,
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
