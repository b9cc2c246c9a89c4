import { z } from 'zod';
import { fieldNames, readValues, type FieldName, type Patch, type Values } from './values';
import { refusalsSchema, type Profile, type Refusals } from './profile';

/** A patch that was sent, or was about to be, and whose outcome nobody knows. */
export interface Doubt {
  patch: Patch;
  /** when it was sent, ms since 1970 */
  at: number;
}

/** When the next push is due, and how the last ones went. */
export interface PushState {
  /** when the next one is due; null: nothing is pending */
  at: number | null;
  /** when the latest one began */
  began: number | null;
  /** how many in a row did not succeed */
  attempts: number;
  /** held by the push that is under way: only its holder may complete it */
  token: string | null;
  /** since when something has been pending */
  since: number | null;
}

/** The mirror row, parsed. All times are in ms since 1970, by the clock of Postgres; `clerkUpdatedAt` by Clerk's. */
export interface Mirror {
  values: Values;
  confirmed: Values;
  revision: number;
  clerkUpdatedAt: number | null;
  checkedAt: number | null;
  staleSince: number | null;
  /** when each pending field was last saved */
  savedAt: Partial<Record<FieldName, number>>;
  refused: Refusals;
  doubtful: Doubt[];
  push: PushState;
}

/** The mirror of a user who was just seen in Clerk for the first time. */
export const newMirror = (values: Values, clerkUpdatedAt: number, now: number): Mirror => ({
  values,
  confirmed: values,
  revision: 0,
  clerkUpdatedAt,
  checkedAt: now,
  staleSince: null,
  savedAt: {},
  refused: {},
  doubtful: [],
  push: { at: null, began: null, attempts: 0, token: null, since: null },
});

const doubtsSchema = z.array(z.object({ patch: z.record(z.string(), z.string()), at: z.number() }));
const savedAtSchema = z.record(z.string(), z.number());

/** The columns of a stored row that the rules read. */
export interface StoredMirror {
  values: unknown;
  confirmed: unknown;
  revision: number;
  clerkUpdatedAt: Date | null;
  checkedAt: Date | null;
  staleSince: Date | null;
  savedAt: unknown;
  refused: unknown;
  doubtful: unknown;
  pushAt: Date | null;
  pushedAt: Date | null;
  pushAttempts: number;
  pushToken: string | null;
  pendingSince: Date | null;
}

const ms = (date: Date | null): number | null => date?.getTime() ?? null;
const date = (time: number | null): Date | null => (time === null ? null : new Date(time));
const orNull = <T extends object>(value: T): T | null => (Object.keys(value).length > 0 ? value : null);

/** Parses a stored row. Throws where its refusals or doubts are not what this app writes: guessing could lose an edit. */
export const readMirror = (row: StoredMirror): Mirror => ({
  values: readValues(row.values),
  confirmed: readValues(row.confirmed),
  revision: row.revision,
  clerkUpdatedAt: ms(row.clerkUpdatedAt),
  checkedAt: ms(row.checkedAt),
  staleSince: ms(row.staleSince),
  savedAt: savedAtSchema.parse(row.savedAt ?? {}),
  refused: refusalsSchema.parse(row.refused ?? {}),
  doubtful: doubtsSchema.parse(row.doubtful ?? []),
  push: { at: ms(row.pushAt), began: ms(row.pushedAt), attempts: row.pushAttempts, token: row.pushToken, since: ms(row.pendingSince) },
});

/** The columns of a mirror, as they are stored. What is settled is left out: standing refusals and pending times only. */
export function mirrorColumns(mirror: Mirror) {
  const pending = pendingFields(mirror);
  return {
    values: mirror.values,
    confirmed: mirror.confirmed,
    revision: mirror.revision,
    clerkUpdatedAt: date(mirror.clerkUpdatedAt),
    checkedAt: date(mirror.checkedAt),
    staleSince: date(mirror.staleSince),
    savedAt: orNull(Object.fromEntries(Object.entries(mirror.savedAt).filter(([name]) => (pending as string[]).includes(name)))),
    refused: orNull(standingRefusals(mirror) as Record<string, NonNullable<Refusals[FieldName]>>),
    doubtful: orNull(mirror.doubtful.map(({ patch, at }) => ({ patch: { ...patch }, at }))),
    pushAt: date(mirror.push.at),
    pushedAt: date(mirror.push.began),
    pushAttempts: mirror.push.attempts,
    pushToken: mirror.push.token,
    pendingSince: date(mirror.push.since),
  };
}

/** True where Clerk refused exactly the value that the user sees now. */
export const isRefused = ({ values, refused }: Pick<Mirror, 'values' | 'refused'>, name: FieldName): boolean =>
  refused[name] !== undefined && refused[name].value === values[name];

/** The fields saved here and not yet in Clerk. A refused one is settled until the user acts. */
export const pendingFields = (mirror: Pick<Mirror, 'values' | 'confirmed' | 'refused'>): FieldName[] =>
  fieldNames.filter((name) => mirror.values[name] !== mirror.confirmed[name] && !isRefused(mirror, name));

/** The refusals that still stand: a field that changed since, or that Clerk has after all, is refused no longer. */
export const standingRefusals = (mirror: Pick<Mirror, 'values' | 'confirmed' | 'refused'>): Refusals =>
  Object.fromEntries(
    fieldNames
      .filter((name) => isRefused(mirror, name) && mirror.values[name] !== mirror.confirmed[name])
      .map((name) => [name, mirror.refused[name]]),
  );

/** What a device is told of this mirror. */
export const toProfile = (mirror: Mirror, source: Profile['source']): Profile => ({
  values: mirror.values,
  revision: mirror.revision,
  pending: pendingFields(mirror),
  pendingSince: date(mirror.push.since)?.toISOString() ?? null,
  refused: standingRefusals(mirror),
  source,
});
