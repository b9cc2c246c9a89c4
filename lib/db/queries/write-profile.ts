import 'server-only';
import { Prisma } from '../generated/client';
import { notify, type Notification } from './notification';
import { asSql, type ChangeWrite, type ProfileWrite } from './profile-write';
import { statements } from './statements';

/** What is committed with one write of a row, or not at all. */
export interface WithWrite {
  history?: readonly ChangeWrite[];
  notification?: Notification | null;
}

/**
 * Writes the given columns of one row, with its entries of history and its notification, if nobody has written the row
 * since it had `rowVersion`. Returns its new version; null if somebody has, and nothing was written. One statement.
 */
export async function writeProfile(
  userId: string,
  rowVersion: string,
  columns: ProfileWrite,
  { history = [], notification = null }: WithWrite = {},
): Promise<string | null> {
  const assignments = Object.entries(columns).map(
    ([name, value]) => Prisma.sql`${Prisma.raw(`"${name}"`)} = ${asSql(name, value)}`,
  );
  const [written] = await statements.query<{ rowVersion: string }>(Prisma.sql`
    WITH updated AS (
      UPDATE "Profile" SET ${Prisma.join(assignments)} WHERE "userId" = ${userId} AND xmin::text = ${rowVersion}
      RETURNING "userId", xmin::text AS "rowVersion"
    )${addHistory(history, 'updated')} SELECT "rowVersion"${notify(notification)} FROM updated`);
  return written?.rowVersion ?? null;
}

/** A row that is to be created, with its entries of history. */
export interface NewProfile {
  userId: string;
  columns: ProfileWrite;
  history: readonly ChangeWrite[];
}

/**
 * Creates a row with its entries of history, unless there is one already or the account was deleted: a read of Clerk
 * from before the deletion may be committed after it.
 */
export const createProfile = async (
  userId: string,
  columns: ProfileWrite,
  history: readonly ChangeWrite[],
): Promise<void> => void (await createProfiles([{ userId, columns, history }]));

/**
 * Creates rows as `createProfile` does, all in one statement, and returns how many. All have the same columns, and no
 * user is among them twice.
 */
export async function createProfiles(people: readonly NewProfile[]): Promise<number> {
  const [first] = people;
  if (!first) return 0;
  const columns = Object.keys(first.columns) as (keyof ProfileWrite)[];
  const names = Prisma.join(['userId', ...columns].map((name) => Prisma.raw(`"${name}"`)));
  const rows = people.map(
    (one) =>
      Prisma.sql`(${Prisma.join([one.userId, ...columns.map((name) => asSql(name, one.columns[name] ?? null))])})`,
  );
  const [, created = 0] = await statements.executeAll([
    lockAccounts(people.map(({ userId }) => userId)),
    Prisma.sql`
      WITH created AS (
        INSERT INTO "Profile" (${names}) SELECT * FROM (VALUES ${Prisma.join(rows)}) AS new (${names})
        WHERE NOT EXISTS (SELECT FROM "WebhookEvent" WHERE "id" = ${deletionOf('')} || new."userId")
        ON CONFLICT DO NOTHING RETURNING "userId"
      )${addHistory(
        people.flatMap(({ history }) => history),
        'created',
      )} SELECT FROM created`,
  ]);
  return created;
}

/** Removes a row and its history. */
export const removeProfile = (userId: string, notification: Notification | null): Promise<unknown> =>
  statements.query(removal(userId, notification));

/**
 * Removes a row and its history. None is created again while the ledger holds the deletion. `webhookId`: of the webhook
 * that reported it.
 */
export const removeProfileForGood = (
  userId: string,
  webhookId: string,
  notification: Notification | null,
): Promise<unknown> =>
  statements.executeAll([
    lockAccounts([userId]),
    Prisma.sql`INSERT INTO "WebhookEvent" ("id") VALUES (${webhookId}), (${deletionOf(userId)}) ON CONFLICT DO NOTHING`,
    removal(userId, notification),
  ]);

const removal = (userId: string, notification: Notification | null): Prisma.Sql => Prisma.sql`
  WITH removed AS (DELETE FROM "Profile" WHERE "userId" = ${userId} RETURNING "userId")
  SELECT "userId"${notify(notification)} FROM removed`;

/**
 * Keeps others from creating these users' rows, or removing them for good, until the transaction ends. A row that does
 * not exist cannot be locked. All are locked in one order, so that two transactions never wait for each other.
 */
const lockAccounts = (userIds: readonly string[]): Prisma.Sql => Prisma.sql`
  SELECT pg_advisory_xact_lock(account)::text FROM (
    SELECT hashtextextended(id, 0) AS account FROM unnest(${[...userIds]}::text[]) AS id ORDER BY account
  ) AS ordered`;

/** Returns the ledger's id of an account's deletion. No webhook has such an id. */
const deletionOf = (userId: string): string => `deleted ${userId}`;

/** Adds entries to history if the part `written` wrote their row. A save that is there already stays as it is. */
const addHistory = (history: readonly ChangeWrite[], written: 'updated' | 'created'): Prisma.Sql =>
  history.length === 0
    ? Prisma.empty
    : Prisma.sql`, added AS (
      INSERT INTO "ProfileChange" ("userId", "revision", "saveId", "source", "device", "changes")
      SELECT entry.* FROM ${Prisma.raw(written)}
      JOIN (VALUES ${Prisma.join(history.map(entry))}) AS entry ON entry.column1 = "userId"
      ON CONFLICT DO NOTHING
    )`;
const entry = ({ userId, revision, saveId, source, device, changes }: ChangeWrite): Prisma.Sql => Prisma.sql`(
  ${userId}, ${revision}::int, ${saveId ?? null}::uuid, ${source}, ${device ?? null}, ${JSON.stringify(changes)}::jsonb
)`;
