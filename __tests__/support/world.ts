import { randomUUID } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import type { SignedInUserId } from '@/lib/clerk/session/session';
import { closeDb, db } from '@/lib/db/client';
import type { Profile } from '@/lib/db/generated/client';
import { stopListening } from '@/lib/events/subscribe';
import { log } from '@/lib/log';
import type { Saved } from '@/lib/profile/model/profile';
import type { Patch } from '@/lib/profile/model/values';
import type { Result } from '@/lib/result';
import { resetSingletons } from '@/lib/singleton';
import { startLocalClerk, type LocalClerk, type LocalClerkOptions, type NewLocalUser } from '@/local/clerk/start';
import { aUserIn } from './builders';
import { createTestDatabase, type TestDatabase } from './postgres/database';
import { startTcpProxy, type Watch, type TcpProxy } from './tcp-proxy';

/** A real Postgres database and a local Clerk, with the environment pointing at both. */
export interface World {
  clerk: LocalClerk;
  db: typeof db;
  /** Signs a new user up in Clerk and returns their id, as a session does. */
  newUser(user?: Partial<NewLocalUser>): Promise<SignedInUserId>;
  /** Returns the id of a new user whose profile has been read once, so that Postgres holds it. Ann Lee unless named. */
  known(user?: Partial<NewLocalUser>): Promise<SignedInUserId>;
  /** Returns the user's row in Postgres. @throws if there is none */
  row(userId: string): Promise<Profile>;
  /** Saves `patch` for a user; `saveId` is a new one unless given. */
  save(userId: SignedInUserId, patch: Patch, saveId?: string): Promise<Result<Saved>>;
  /** Makes what a user's row waits for due now, whatever back-off it waits for, and any lease run out. */
  dueNow(userId: string): Promise<unknown>;
  /** Ends all faults of Clerk, and closes the circuit that they may have opened. */
  clearFaults(): void;
  /** the proxy between the app and Postgres */
  postgres: TcpProxy;
  /** Restores Postgres and clears the pool of broken connections, which the first queries would meet. */
  restorePostgres(): Promise<void>;
  stop(): Promise<void>;
}

export interface WorldOptions extends Pick<LocalClerkOptions, 'webhookUrl' | 'limits' | 'settings'> {
  /** absent: a new one on the server that all tests share */
  database?: TestDatabase;
  /** sees, and may drop, what passes between the app and Postgres */
  watch?: Watch;
}

/** Starts a world for one test file. Call it before the first use of a verb, and `stop` at the end. */
export async function startWorld({ database: given, watch, ...options }: WorldOptions = {}): Promise<World> {
  log.level = 'silent';
  const database = given ?? (await createTestDatabase());
  const clerk = await startLocalClerk(options);
  const url = new URL(database.url);
  const postgres = await startTcpProxy({ host: url.hostname, port: Number(url.port) }, watch);
  Object.assign(url, { hostname: '127.0.0.1', port: String(postgres.port) });
  Object.assign(process.env, clerk.env, { DATABASE_URL: url.toString() });
  const newUser: World['newUser'] = async (user = {}) => {
    const { id } = await aUserIn(clerk, user);
    return id as SignedInUserId;
  };
  return {
    clerk,
    db,
    postgres,
    newUser,
    known: async (user = { firstName: 'Ann', lastName: 'Lee' }) => {
      // loaded late: Clerk's SDK reads the environment, set above, when it is loaded
      const { getProfile } = await import('@/lib/profile/verbs/get-profile');
      const userId = await newUser(user);
      await getProfile(userId);
      return userId;
    },
    row: (userId) => db().profile.findUniqueOrThrow({ where: { userId } }),
    save: async (userId, patch, saveId = randomUUID()) => {
      const { saveProfile } = await import('@/lib/profile/verbs/save-profile');
      return saveProfile(userId, { saveId, patch });
    },
    dueNow: (userId) => db().profile.update({ where: { userId }, data: { dueAt: new Date(0), nextPushAt: null } }),
    clearFaults: () => {
      clerk.faults.reset();
      resetSingletons('circuit');
    },
    restorePostgres: async () => {
      await postgres.restore();
      while (
        !(await db().$queryRaw`SELECT 1`.then(
          () => true,
          () => false,
        ))
      )
        await setImmediate();
    },
    stop: async () => {
      resetSingletons('circuit');
      await stopListening();
      await closeDb();
      await postgres.stop();
      await clerk.stop();
      await database.drop();
    },
  };
}
