import 'server-only';
import { db } from '../client';
import { observeClock } from '../clock';
import { Prisma } from '../generated/client';
import { trackOutage } from '../outage';
import { toColumns, type ChangeWrite, type Json, type ProfileRow, type ProfileWrite } from './profile-write';

const CLOCK = Prisma.sql`(extract(epoch FROM clock_timestamp()) * 1000)::float8 AS now`;

/** What can be done to one user's rows inside one transaction. */
export class ProfileTransaction {
  /** when the row was locked, in ms since 1970 by the clock of Postgres */
  private lockedAt: number | null = null;

  constructor(
    private readonly tx: Prisma.TransactionClient,
    private readonly afterwards: (() => void)[],
  ) {}

  /** Returns the row, locked until the transaction ends; null if there is none. */
  async lock(userId: string): Promise<ProfileRow | null> {
    return this.locked(Prisma.sql`SELECT * FROM "Profile" WHERE "userId" = ${userId} FOR UPDATE`);
  }

  /** Returns the row, locked, if a push is due and nobody else has locked it; else null, without a wait. */
  async lockIfDue(userId: string): Promise<ProfileRow | null> {
    return this.locked(
      Prisma.sql`SELECT * FROM "Profile" WHERE "userId" = ${userId} AND "pushDueAt" <= clock_timestamp()
        FOR UPDATE SKIP LOCKED`,
    );
  }

  /** Returns the row that `row` selects, locked. The outer statement reads the clock after the wait for the lock. */
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
   * Returns the time by the clock of Postgres, which all processes share, in ms since 1970. Once this transaction has
   * locked a row, it is the time of that lock.
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
   * Creates the row, and returns false if there is one already or the account was deleted: a read of Clerk from before
   * the deletion may be committed after it.
   */
  async create(userId: string, write: ProfileWrite & { values: Json; base: Json }): Promise<boolean> {
    await this.lockAccount(userId);
    if (await this.tx.webhookEvent.findUnique({ where: { id: deletionOf(userId) } })) return false;
    const created = await this.tx.profile.createMany({
      data: [{ userId, ...toColumns(write), values: write.values, base: write.base }],
      skipDuplicates: true,
    });
    return created.count === 1;
  }

  /**
   * Writes the given columns, and returns the whole row.
   * @throws if there is no row
   */
  async update(userId: string, write: ProfileWrite): Promise<ProfileRow> {
    return this.tx.profile.update({ where: { userId }, data: toColumns(write) });
  }

  /**
   * Keeps others from creating this user's row, or removing it for good, until the transaction ends. A row that does
   * not exist cannot be locked.
   */
  private async lockAccount(userId: string): Promise<void> {
    await this.tx.$queryRaw`SELECT pg_advisory_xact_lock(hashtextextended(${userId}, 0))::text`;
  }

  /**
   * Removes the row and its history, and returns false if there was none. None is created again while the ledger holds
   * the deletion.
   */
  async removeForGood(userId: string): Promise<boolean> {
    await this.lockAccount(userId);
    await this.recordWebhook(deletionOf(userId));
    return this.remove(userId);
  }

  /** Removes the row and its history, and returns false if there was none. */
  async remove(userId: string): Promise<boolean> {
    return (await this.tx.profile.deleteMany({ where: { userId } })).count === 1;
  }

  /** Returns what a save changed, and the revision that it led to; null if history has no such save of this user. */
  async findSave(userId: string, saveId: string): Promise<{ revision: number; changes: unknown } | null> {
    return this.tx.profileChange.findUnique({
      where: { userId_saveId: { userId, saveId } },
      select: { revision: true, changes: true },
    });
  }

  /** Adds an entry to history, and returns false if this save is in it already. */
  async addChange(change: ChangeWrite): Promise<boolean> {
    return (await this.tx.profileChange.createMany({ data: [change], skipDuplicates: true })).count === 1;
  }

  /** Notifies everybody who listens on a channel, once the transaction has committed. */
  async notify(channel: string, payload: string): Promise<void> {
    await this.tx.$queryRaw`SELECT pg_notify(${channel}, ${payload})::text`;
  }

  /** Does `work` in this process once the transaction has committed, and never if it fails. */
  afterCommit(work: () => void): void {
    this.afterwards.push(work);
  }

  /** Adds a webhook's id to the ledger, and returns false if it is there already. */
  async recordWebhook(id: string): Promise<boolean> {
    return (await this.tx.webhookEvent.createMany({ data: [{ id }], skipDuplicates: true })).count === 1;
  }
}

/** Returns the ledger's id of an account's deletion. No webhook has such an id. */
const deletionOf = (userId: string): string => `deleted ${userId}`;

/**
 * Runs `work` in one transaction: all of it is committed when this resolves, nothing when it rejects.
 * @throws what `work` throws, and Prisma's error if Postgres is unreachable or busy
 */
export async function inTransaction<T>(work: (tx: ProfileTransaction) => Promise<T>): Promise<T> {
  const afterwards: (() => void)[] = [];
  const result = await trackOutage(() => db().$transaction((tx) => work(new ProfileTransaction(tx, afterwards))));
  for (const one of afterwards) one();
  return result;
}
