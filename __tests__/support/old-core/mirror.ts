import { z } from 'zod';
import { fieldNames, readValues, type FieldName, type Patch, type Values } from '@/lib/profile/model/values';
import { refusalsSchema, type Refusals } from '@/lib/profile/model/profile';

/** A patch that was sent, or was about to be, and whose outcome nobody knows. */
export interface InFlightWrite {
  patch: Patch;
  /** when it was sent, ms since 1970 */
  at: number;
}

/** When the next push is due, and how the last ones went. */
export interface PushState {
  /** when the next one is due; null: nothing is pending */
  at: number | null;
  /**
   * when the latest one ended, or began while that is not known; later by some seconds where it took more calls than
   * usual
   */
  latest: number | null;
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
  /** when each field was last saved here, until Clerk is known to have had it; a field with an entry is pending */
  savedAt: Partial<Record<FieldName, number>>;
  /**
   * when each field was last saved, here or past the mirror, as far as is known: an older save is no news, however late
   * it lands
   */
  lastSavedAt: Partial<Record<FieldName, number>>;
  refused: Refusals;
  doubtful: InFlightWrite[];
  push: PushState;
  /** what the row holds of fields that this version of the app does not declare: another version's, kept as it is */
  undeclared: Undeclared;
}

/** The parts of a row that belong to fields of another version: one that is being deployed, or the one before it. */
export interface Undeclared {
  values: Record<string, unknown>;
  confirmed: Record<string, unknown>;
  refused: Record<string, unknown>;
  savedAt: Record<string, unknown>;
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
  lastSavedAt: {},
  refused: {},
  doubtful: [],
  push: { at: null, latest: null, attempts: 0, token: null, since: null },
  undeclared: { values: {}, confirmed: {}, refused: {}, savedAt: {} },
});

const doubtsSchema = z.array(z.object({ patch: z.record(z.string(), z.string()), at: z.number() }));
const timesSchema = z.record(z.string(), z.number());

/** The columns of a stored row that the rules read. */
export interface StoredMirror {
  values: unknown;
  confirmed: unknown;
  revision: number;
  clerkUpdatedAt: Date | null;
  checkedAt: Date | null;
  staleSince: Date | null;
  savedAt: unknown;
  lastSavedAt: unknown;
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
const recordSchema = z.record(z.string(), z.unknown());
const undeclaredIn = (stored: unknown): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(recordSchema.safeParse(stored).data ?? {}).filter(
      ([name]) => !(fieldNames as string[]).includes(name),
    ),
  );
const knowsAllFields = (stored: unknown): boolean =>
  fieldNames.every((name) => name in (recordSchema.safeParse(stored).data ?? {}));
const orNull = <T extends object>(value: T): T | null => (Object.keys(value).length > 0 ? value : null);

/**
 * Parses a stored row. Throws where its refusals or doubts are not what this app writes: guessing could lose an edit. A
 * row from before a field was declared knows nothing of it, and so counts as stale.
 */
export const readMirror = (row: StoredMirror): Mirror => ({
  values: readValues(row.values),
  confirmed: readValues(row.confirmed),
  revision: row.revision,
  clerkUpdatedAt: ms(row.clerkUpdatedAt),
  checkedAt: ms(row.checkedAt),
  staleSince: ms(row.staleSince) ?? (knowsAllFields(row.confirmed) ? null : (ms(row.checkedAt) ?? 0)),
  savedAt: timesSchema.parse(row.savedAt ?? {}),
  lastSavedAt: timesSchema.parse(row.lastSavedAt ?? {}),
  refused: refusalsSchema.parse(row.refused ?? {}),
  doubtful: doubtsSchema.parse(row.doubtful ?? []),
  push: {
    at: ms(row.pushAt),
    latest: ms(row.pushedAt),
    attempts: row.pushAttempts,
    token: row.pushToken,
    since: ms(row.pendingSince),
  },
  undeclared: {
    values: undeclaredIn(row.values),
    confirmed: undeclaredIn(row.confirmed),
    refused: undeclaredIn(row.refused),
    savedAt: undeclaredIn(row.savedAt),
  },
});

/** How long after Clerk was last asked the audit asks again, in ms. */
const CHECK_AFTER_MS = 60 * 60_000;
/** The same where something may have been missed, or may still land. */
const CHECK_SOON_MS = 30_000;
const checkDue = ({ checkedAt, staleSince, doubtful }: Mirror): number =>
  checkedAt === null ? 0 : checkedAt + (staleSince !== null || doubtful.length > 0 ? CHECK_SOON_MS : CHECK_AFTER_MS);

/**
 * The mirror as it is kept: of refusals only those that stand, and of the times of saves only those of pending fields.
 */
export function withoutSettled(mirror: Mirror): Mirror {
  const pending: string[] = pendingFields(mirror);
  return {
    ...mirror,
    savedAt: Object.fromEntries(Object.entries(mirror.savedAt).filter(([name]) => pending.includes(name))),
    refused: standingRefusals(mirror),
  };
}

/** The columns of a mirror, as they are stored. */
export function mirrorColumns(mirror: Mirror) {
  const { undeclared } = mirror;
  const { savedAt, refused } = withoutSettled(mirror);
  return {
    values: { ...undeclared.values, ...mirror.values } as Record<string, string>,
    confirmed: { ...undeclared.confirmed, ...mirror.confirmed } as Record<string, string>,
    revision: mirror.revision,
    clerkUpdatedAt: date(mirror.clerkUpdatedAt),
    checkedAt: date(mirror.checkedAt),
    staleSince: date(mirror.staleSince),
    checkAt: new Date(checkDue(mirror)),
    savedAt: orNull({ ...undeclared.savedAt, ...savedAt }),
    lastSavedAt: orNull(mirror.lastSavedAt as Record<string, number>),
    refused: orNull({ ...undeclared.refused, ...refused }),
    doubtful: orNull(mirror.doubtful.map(({ patch, at }) => ({ patch: { ...patch }, at }))),
    pushAt: date(mirror.push.at),
    pushedAt: date(mirror.push.latest),
    pushAttempts: mirror.push.attempts,
    pushToken: mirror.push.token,
    pendingSince: date(mirror.push.since),
  };
}

/** True where Clerk refused exactly the value that the user sees now. */
export const isRefused = ({ values, refused }: Pick<Mirror, 'values' | 'refused'>, name: FieldName): boolean =>
  refused[name] !== undefined && refused[name].value === values[name];

/**
 * The fields saved here and not yet in Clerk: those that differ from what Clerk is known to hold, and those saved again
 * with that very value, since Clerk may hold another one by now that nobody has told us of. A refused one is settled
 * until the user acts.
 */
export const pendingFields = (mirror: Pick<Mirror, 'values' | 'confirmed' | 'refused' | 'savedAt'>): FieldName[] =>
  fieldNames.filter(
    (name) =>
      (mirror.values[name] !== mirror.confirmed[name] || mirror.savedAt[name] !== undefined) &&
      !isRefused(mirror, name),
  );

/**
 * True where another version of the app has saved something that Clerk lacks, and that this one does not know how to
 * push.
 */
export const isPendingElsewhere = ({
  undeclared: { values, confirmed, refused },
}: Pick<Mirror, 'undeclared'>): boolean =>
  Object.entries(values).some(
    ([name, value]) =>
      value !== confirmed[name] && z.object({ value: z.unknown() }).safeParse(refused[name]).data?.value !== value,
  );

/** The refusals that still stand: a field that changed since, or that Clerk has after all, is refused no longer. */
export const standingRefusals = (mirror: Pick<Mirror, 'values' | 'confirmed' | 'refused'>): Refusals =>
  Object.fromEntries(
    fieldNames
      .filter((name) => isRefused(mirror, name) && mirror.values[name] !== mirror.confirmed[name])
      .map((name) => [name, mirror.refused[name]]),
  );
