import 'server-only';
import { trackOutage } from './outage';
import { observeClock } from './clock';
import { db } from './client';
import { Prisma } from './generated/client';
import type { Profile as ProfileRow } from './generated/client';

export type { ProfileRow };
/** Any value that Postgres can keep as JSON. */
export type Json = Prisma.InputJsonValue;

/** What may be written to a mirror row; the schema says what each JSON column holds. Null empties a column. */
export interface ProfileWrite {
  values?: Json;
  base?: Json;
  states?: Json | null;
  writtenAt?: Json | null;
  refusals?: Json | null;
  inFlightWrites?: Json | null;
  revision?: number;
  clerkUpdatedAt?: Date | null;
  clerkReadAt?: Date | null;
  invalidatedAt?: Date | null;
  auditDueAt?: Date;
  pushDueAt?: Date | null;
  lastPushEndedAt?: Date | null;
  pushAttempts?: number;
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
  changes: Json;
}

const orDbNull = (value: Json | null | undefined) => (value === null ? Prisma.DbNull : value);
const data = (write: ProfileWrite) => ({
  ...write,
  states: orDbNull(write.states),
  writtenAt: orDbNull(write.writtenAt),
  refusals: orDbNull(write.refusals),
  inFlightWrites: orDbNull(write.inFlightWrites),
});

/**
 * How many rows one statement changes: 10,000 took 0.6 s, and a statement may take 2.5 s, also where Postgres is busy.
 */
const AT_ONCE = 5_000;

const CLOCK = Prisma.sql`(extract(epoch FROM clock_timestamp()) * 1000)::float8 AS now`;

/** What can be done inside one transaction on one user's rows. */
export class ProfileTransaction {
  /** when the row was locked, in ms since 1970 by the clock of Postgres */
  private lockedAt: number | null = null;

  constructor(
    private readonly tx: Prisma.TransactionClient,
    private readonly afterwards: (() => void)[],
  ) {}

  /** The row, locked until the transaction ends; null where there is none. */
  async lock(userId: string): Promise<ProfileRow | null> {
    return this.locked(Prisma.sql`SELECT * FROM "Profile" WHERE "userId" = ${userId} FOR UPDATE`);
  }

  /** The row, locked, if a push is due and no other process holds it; else null at once. */
  async lockIfDue(userId: string): Promise<ProfileRow | null> {
    return this.locked(
      Prisma.sql`SELECT * FROM "Profile" WHERE "userId" = ${userId} AND "pushDueAt" <= clock_timestamp() FOR UPDATE SKIP LOCKED`,
    );
  }

  /**
   * The row and the time in one statement: Postgres reads its clock for the outer one, when the wait for the lock is
   * over.
   */
  private async locked(row: Prisma.Sql): Promise<ProfileRow | null> {
    const askedAt = Date.now();
    const [found] = await this.tx.$queryRaw<
      (ProfileRow & { now: number })[]
    >`SELECT row.*, ${CLOCK} FROM (${row}) AS row`;
    if (!found) return null;
    const { now, ...profile } = found;
    observeClock(now, askedAt);
    this.lockedAt = Math.floor(now);
    return profile;
  }

  /**
   * The time, in ms since 1970, by the one clock that all processes share: that of the lock, where this transaction has
   * locked a row.
   */
  async now(): Promise<number> {
    if (this.lockedAt !== null) return this.lockedAt;
    const askedAt = Date.now();
    const [row] = await this.tx.$queryRaw<{ now: number }[]>`SELECT ${CLOCK}`;
    const now = row?.now ?? NaN;
    observeClock(now, askedAt);
    return Math.floor(now);
  }

  /**
   * Makes the row unless another transaction has, or the account was deleted: a look at Clerk from before may come
   * after that.
   */
  async create(userId: string, write: ProfileWrite & { values: Json; base: Json }): Promise<boolean> {
    await this.lockAccount(userId);
    if (await this.tx.webhookEvent.findUnique({ where: { id: deletionOf(userId) } })) return false;
    const made = await this.tx.profile.createMany({
      data: [{ userId, ...data(write), values: write.values, base: write.base }],
      skipDuplicates: true,
    });
    return made.count === 1;
  }

  /** Writes what is given and leaves the rest; gives the whole row. Rejects where there is none. */
  async update(userId: string, write: ProfileWrite): Promise<ProfileRow> {
    return this.tx.profile.update({ where: { userId }, data: data(write) });
  }

  /**
   * Keeps a row from being made for a user, or removed for good, by others until the transaction ends: one that is not
   * there cannot be locked.
   */
  private async lockAccount(userId: string): Promise<void> {
    await this.tx.$queryRaw`SELECT pg_advisory_xact_lock(hashtextextended(${userId}, 0))::text`;
  }

  /**
   * Removes the row and, with it, its history, and lets none be made again as long as the ledger remembers. False where
   * there was no row.
   */
  async removeForGood(userId: string): Promise<boolean> {
    await this.lockAccount(userId);
    await this.recordWebhook(deletionOf(userId));
    return this.remove(userId);
  }

  /** Removes the row and, with it, its history. */
  async remove(userId: string): Promise<boolean> {
    return (await this.tx.profile.deleteMany({ where: { userId } })).count === 1;
  }

  /** What a save changed, and the revision it made; null where no such save of this user is in history. */
  async findSave(userId: string, saveId: string): Promise<{ revision: number; changes: unknown } | null> {
    return this.tx.profileChange.findUnique({
      where: { userId_saveId: { userId, saveId } },
      select: { revision: true, changes: true },
    });
  }

  /** Writes an entry of history; false where this save is in it already. */
  async addChange(change: ChangeWrite): Promise<boolean> {
    return (await this.tx.profileChange.createMany({ data: [change], skipDuplicates: true })).count === 1;
  }

  /** Tells everybody who listens on a channel, once the transaction has committed. */
  async notify(channel: string, payload: string): Promise<void> {
    await this.tx.$queryRaw`SELECT pg_notify(${channel}, ${payload})::text`;
  }

  /** Does `work` in this process once the transaction has committed, and never where it has not. */
  afterCommit(work: () => void): void {
    this.afterwards.push(work);
  }

  /** Writes a webhook's id into the ledger; false where it was there already. */
  async recordWebhook(id: string): Promise<boolean> {
    return (await this.tx.webhookEvent.createMany({ data: [{ id }], skipDuplicates: true })).count === 1;
  }
}

/** The ledger's entry for an account that was deleted; no event of a sender has such an id. */
const deletionOf = (userId: string): string => `deleted ${userId}`;

/** Runs `work` in one transaction: all of it is committed when this resolves, nothing when it rejects. */
export async function inTransaction<T>(work: (tx: ProfileTransaction) => Promise<T>): Promise<T> {
  const afterwards: (() => void)[] = [];
  const result = await trackOutage(() => db().$transaction((tx) => work(new ProfileTransaction(tx, afterwards))));
  for (const one of afterwards) one();
  return result;
}

/** One mirror row, unlocked; null where there is none. */
export const findProfileRow = (userId: string): Promise<ProfileRow | null> =>
  trackOutage(() => db().profile.findUnique({ where: { userId } }));

/** The users whose push is due, the longest overdue first. */
export async function findDueUserIds(limit: number): Promise<string[]> {
  const rows = await db().$queryRaw<{ userId: string }[]>`
    SELECT "userId" FROM "Profile" WHERE "pushDueAt" <= statement_timestamp() ORDER BY "pushDueAt" LIMIT ${limit}`;
  return rows.map((row) => row.userId);
}

/** One of the users whom Clerk was asked about most recently, by chance; null where it was asked about nobody. */
export async function findRecentlyRead(): Promise<string | null> {
  const [row] = await db().$queryRaw<{ userId: string }[]>`
    SELECT "userId" FROM (SELECT "userId" FROM "Profile" ORDER BY "auditDueAt" DESC LIMIT 20) AS recent ORDER BY random() LIMIT 1`;
  return row?.userId ?? null;
}

/**
 * The user who has waited longest to be compared with Clerk, if one is due; nobody else gets the same one for half a
 * minute.
 */
export async function leaseNextAudit(): Promise<string | null> {
  const [row] = await trackOutage(
    () => db().$queryRaw<{ userId: string }[]>`
    UPDATE "Profile" SET "auditDueAt" = clock_timestamp() + interval '30 seconds' WHERE "userId" = (
      SELECT "userId" FROM "Profile" WHERE "auditDueAt" <= statement_timestamp() ORDER BY "auditDueAt" LIMIT 1 FOR UPDATE SKIP LOCKED
    ) RETURNING "userId"`,
  );
  return row?.userId ?? null;
}

/** Repeats a statement that changes up to `AT_ONCE` rows until none are left, and returns how many it has changed. */
async function inBatches(change: () => Promise<number>): Promise<number> {
  let changed = 0;
  for (let more = AT_ONCE; more === AT_ONCE; changed += more) more = await change();
  return changed;
}

/** Forgets the webhooks of more than a week ago, and returns how many: Svix has given up sending them again by then. */
export const pruneWebhookLedger = (): Promise<number> =>
  inBatches(
    () => db().$executeRaw`
  DELETE FROM "WebhookEvent" WHERE "id" = ANY(ARRAY(
    SELECT "id" FROM "WebhookEvent" WHERE "receivedAt" < statement_timestamp() - interval '7 days' ORDER BY "receivedAt" LIMIT ${AT_ONCE} FOR UPDATE SKIP LOCKED
  ))`,
  );

/** Marks mirror rows as having missed something, so that the next reader asks Clerk. */
export async function invalidateProfiles(userIds: string[]): Promise<void> {
  for (let from = 0; from < userIds.length; from += AT_ONCE)
    await db()
      .$executeRaw`UPDATE "Profile" SET "invalidatedAt" = clock_timestamp(), "auditDueAt" = clock_timestamp() WHERE "userId" = ANY(${userIds.slice(from, from + AT_ONCE)})`;
}

/** In how many ms the next push is due, 0 or less: now; null where none waits. */
export async function msToNextPush(): Promise<number | null> {
  const askedAt = Date.now();
  const [row] = await db().$queryRaw<{ now: number; due: number | null }[]>`
    SELECT (extract(epoch FROM clock_timestamp()) * 1000)::float8 AS now,
      (SELECT (extract(epoch FROM min("pushDueAt")) * 1000)::float8 FROM "Profile" WHERE "pushDueAt" IS NOT NULL) AS due`;
  if (!row) return null;
  observeClock(row.now, askedAt);
  return row.due === null ? null : row.due - row.now;
}

/** How many users wait for a push, counted up to `atMost`: an outage may leave everybody waiting. */
export async function countPendingPushes(atMost: number): Promise<number> {
  const [row] = await db().$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM (SELECT FROM "Profile" WHERE "pushDueAt" IS NOT NULL ORDER BY "pushDueAt" LIMIT ${atMost}) AS waiting`;
  return row?.count ?? 0;
}

/**
 * Makes waiting pushes due, spread evenly over the next `overMs`, but none sooner than `spacingMs` after the one
 * before; those that are due sooner anyway stay. Returns how many.
 */
export const bringPushesForward = (overMs: number, spacingMs: number): Promise<number> =>
  inBatches(
    () => db().$executeRaw`
  UPDATE "Profile" SET "pushDueAt" = greatest(clock_timestamp() + random() * ${overMs} * interval '1 millisecond', "lastPushEndedAt" + ${spacingMs} * interval '1 millisecond')
  WHERE "userId" = ANY(ARRAY(
    SELECT "userId" FROM "Profile" WHERE "fencingToken" IS NULL AND "pushAttempts" > 0 AND "pushDueAt" > statement_timestamp() + ${overMs} * interval '1 millisecond'
    ORDER BY "pushDueAt" LIMIT ${AT_ONCE} FOR UPDATE SKIP LOCKED
  ))`,
  );

/** Makes a user's push due so much later, unless nothing is pending. */
export const postponePush = (userId: string, byMs: number): Promise<number> => db().$executeRaw`
  UPDATE "Profile" SET "pushDueAt" = clock_timestamp() + ${byMs} * interval '1 millisecond' WHERE "userId" = ${userId} AND "pushDueAt" IS NOT NULL`;
