import { z } from 'zod';
import { fieldNames, readValues, type FieldName, type Patch, type Values } from './values';
import { refusalsSchema, type Profile, type Refusals } from './profile';

/** A patch that was sent, or was about to be, and whose outcome nobody knows. */
export interface Doubt {
  patch: Patch;
  /** when it was sent, ms since 1970 */
  at: number;
}

/** The mirror row, parsed. Times are in ms since 1970. */
export interface Mirror {
  values: Values;
  confirmed: Values;
  revision: number;
  clerkUpdatedAt: number | null;
  refused: Refusals;
  doubtful: Doubt[];
}

const doubtsSchema = z.array(z.object({ patch: z.record(z.string(), z.string()), at: z.number() }));

/** The columns of a stored row that the rules read. */
export interface StoredMirror {
  values: unknown;
  confirmed: unknown;
  revision: number;
  clerkUpdatedAt: Date | null;
  refused: unknown;
  doubtful: unknown;
}

/** Parses a stored row. Throws where its refusals or doubts are not what this app writes: guessing could lose an edit. */
export const readMirror = (row: StoredMirror): Mirror => ({
  values: readValues(row.values),
  confirmed: readValues(row.confirmed),
  revision: row.revision,
  clerkUpdatedAt: row.clerkUpdatedAt?.getTime() ?? null,
  refused: refusalsSchema.parse(row.refused ?? {}),
  doubtful: doubtsSchema.parse(row.doubtful ?? []),
});

/** True where Clerk refused exactly the value that the user sees now. */
export const isRefused = ({ values, refused }: Pick<Mirror, 'values' | 'refused'>, name: FieldName): boolean =>
  refused[name] !== undefined && refused[name].value === values[name];

/** The fields saved here and not yet in Clerk. A refused one is settled until the user acts. */
export const pendingFields = (mirror: Mirror): FieldName[] =>
  fieldNames.filter((name) => mirror.values[name] !== mirror.confirmed[name] && !isRefused(mirror, name));

/** The refusals that still stand: a field that changed since, or that Clerk has after all, is refused no longer. */
export const standingRefusals = (mirror: Mirror): Refusals =>
  Object.fromEntries(
    fieldNames
      .filter((name) => isRefused(mirror, name) && mirror.values[name] !== mirror.confirmed[name])
      .map((name) => [name, mirror.refused[name]]),
  );

/** What a device is told of this row. */
export const toProfile = (mirror: Mirror, pendingSince: Date | null, source: Profile['source']): Profile => {
  const pending = pendingFields(mirror);
  return {
    values: mirror.values,
    revision: mirror.revision,
    pending,
    pendingSince: pending.length > 0 ? (pendingSince?.toISOString() ?? null) : null,
    refused: standingRefusals(mirror),
    source,
  };
};
