import 'server-only';
import { db } from './client';
import { Prisma } from './generated/client';
import type { Profile as ProfileRow } from './generated/client';

export type { ProfileRow };
/** Any value that Postgres can keep as JSON. */
export type Json = Prisma.InputJsonValue;

/** What may be written to a mirror row. JSON columns take values, or null to empty them. */
export interface ProfileWrite {
  values?: Json;
  confirmed?: Json;
  revision?: number;
  clerkUpdatedAt?: Date | null;
  checkedAt?: Date | null;
  staleSince?: Date | null;
  pushAt?: Date | null;
  pendingSince?: Date | null;
  pushAttempts?: number;
  pushToken?: string | null;
  refused?: Json | null;
  doubtful?: Json | null;
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
const data = (write: ProfileWrite) => ({ ...write, refused: orDbNull(write.refused), doubtful: orDbNull(write.doubtful) });

/** The channel on which a changed profile is announced; the payload is the user's id, never data. */
export const PROFILE_CHANNEL = 'perdure_profile';

/** What can be done inside one transaction on one user's rows. */
export class ProfileTransaction {
  constructor(private readonly tx: Prisma.TransactionClient) {}

  /** The row, locked until the transaction ends; null where there is none. */
  async lock(userId: string): Promise<ProfileRow | null> {
    await this.tx.$queryRaw`SELECT 1 FROM "Profile" WHERE "userId" = ${userId} FOR UPDATE`;
    return this.tx.profile.findUnique({ where: { userId } });
  }

  /** The row, locked, if a push is due and no other process holds it; else null at once. */
  async lockIfDue(userId: string, now: Date): Promise<ProfileRow | null> {
    const due = await this.tx.$queryRaw<unknown[]>`
      SELECT 1 FROM "Profile" WHERE "userId" = ${userId} AND "pushAt" <= ${now} FOR UPDATE SKIP LOCKED`;
    return due.length === 0 ? null : this.tx.profile.findUnique({ where: { userId } });
  }

  /** Makes the row unless another transaction has: false then. */
  async create(userId: string, write: ProfileWrite & { values: Json; confirmed: Json }): Promise<boolean> {
    const made = await this.tx.profile.createMany({ data: [{ userId, ...data(write), values: write.values, confirmed: write.confirmed }], skipDuplicates: true });
    return made.count === 1;
  }

  async update(userId: string, write: ProfileWrite): Promise<ProfileRow> {
    return this.tx.profile.update({ where: { userId }, data: data(write) });
  }

  /** Removes the row and, with it, its history. */
  async remove(userId: string): Promise<boolean> {
    return (await this.tx.profile.deleteMany({ where: { userId } })).count === 1;
  }

  async findSave(userId: string, saveId: string): Promise<{ revision: number } | null> {
    return this.tx.profileChange.findUnique({ where: { userId_saveId: { userId, saveId } }, select: { revision: true } });
  }

  async addChange(change: ChangeWrite): Promise<void> {
    await this.tx.profileChange.create({ data: change, select: { id: true } });
  }

  /** Tells every process, once the transaction has committed, that this profile changed. */
  async notify(userId: string): Promise<void> {
    await this.tx.$queryRaw`SELECT pg_notify(${PROFILE_CHANNEL}, ${userId})::text`;
  }

  /** Writes a webhook's id into the ledger; false where it was there already. */
  async recordWebhook(id: string): Promise<boolean> {
    return (await this.tx.webhookEvent.createMany({ data: [{ id }], skipDuplicates: true })).count === 1;
  }
}

/** Runs `work` in one transaction: all of it is committed when this resolves, nothing when it rejects. */
export const inTransaction = <T>(work: (tx: ProfileTransaction) => Promise<T>): Promise<T> =>
  db().$transaction((tx) => work(new ProfileTransaction(tx)));

/** One mirror row, unlocked; null where there is none. */
export const findProfileRow = (userId: string): Promise<ProfileRow | null> => db().profile.findUnique({ where: { userId } });

/** The users whose push is due, the longest overdue first. */
export async function findDueUserIds(now: Date, limit: number): Promise<string[]> {
  const rows = await db().profile.findMany({ where: { pushAt: { lte: now } }, orderBy: { pushAt: 'asc' }, take: limit, select: { userId: true } });
  return rows.map((row) => row.userId);
}

/** Answers when Postgres does; rejects where it does not. */
export async function pingDb(): Promise<void> {
  await db().$queryRaw`SELECT 1`;
}
