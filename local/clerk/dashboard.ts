import { backendUser, type LocalUser } from './json/user-json';
import { sendUserEvent } from './state/events';
import type { Instance } from './state/instance';
import { cookieSuffix } from './state/keys';
import { deepMerge } from './state/metadata';
import { hashPassword } from './state/passwords';
import { deleteUser, newClient, startSession } from './state/sessions';
import type { Metadata, StoredUser } from './state/state';
import { sessionToken } from './state/tokens';
import { addUser, cleanEmail, cleanName, findByEmail, requireUser, touchUser } from './state/users';

export interface NewLocalUser {
  email: string;
  /** absent: they cannot sign in with one */
  password?: string;
  firstName?: string;
  lastName?: string;
}

/** A change made in Clerk's dashboard. Metadata is merged. */
export interface DashboardEdit {
  first_name?: string | null;
  last_name?: string | null;
  public_metadata?: Metadata;
}

/** What an operator does in Clerk's dashboard: faults and limits do not apply, and webhooks report it. */
export interface Dashboard {
  createUser(user: NewLocalUser): Promise<LocalUser>;
  /** Returns the user as the Backend API would now; undefined if there is none. */
  getUser(id: string): LocalUser | undefined;
  getUserByEmail(email: string): LocalUser | undefined;
  editUser(id: string, edit: DashboardEdit): Promise<LocalUser>;
  /** Deletes a user, whose sessions end. */
  deleteUser(id: string): Promise<void>;
  /**
   * Signs a user in on a new browser, `secondsAgo`. `cookies` is ready for a Cookie header; its token lives 60 s from
   * then.
   */
  createSession(
    userId: string,
    page: { origin: string; secondsAgo?: number },
  ): Promise<{ sessionId: string; token: string; cookies: string }>;
}

/** Returns the dashboard of an instance. */
export function dashboard(instance: Instance): Dashboard {
  const { store, imageUrl } = instance;
  const { state } = store;
  const json = (user: StoredUser | undefined) => user && backendUser(user, imageUrl(user));
  return {
    createUser: async ({ email, password, firstName, lastName }) => {
      const user = addUser(state, {
        email: cleanEmail(email),
        passwordHash: password === undefined ? '' : await hashPassword(password),
        firstName: cleanName('first_name', firstName),
        lastName: cleanName('last_name', lastName),
      });
      const created = sendUserEvent(instance, 'user.created', user);
      await store.save();
      return created;
    },
    getUser: (id) => json(state.users[id]),
    getUserByEmail: (email) => json(findByEmail(state, email)),
    editUser: async (id, edit) => {
      const user = requireUser(state, id);
      if (edit.first_name !== undefined) user.firstName = cleanName('first_name', edit.first_name);
      if (edit.last_name !== undefined) user.lastName = cleanName('last_name', edit.last_name);
      if (edit.public_metadata) user.publicMetadata = deepMerge(user.publicMetadata, edit.public_metadata);
      touchUser(user);
      const changed = sendUserEvent(instance, 'user.updated', user);
      await store.save();
      return changed;
    },
    deleteUser: async (id) => {
      deleteUser(instance, requireUser(state, id), 'revoked');
      await store.save();
    },
    createSession: async (userId, { origin, secondsAgo = 0 }) => {
      const client = newClient(state);
      const session = startSession(instance, client, requireUser(state, userId).id);
      client.uat -= secondsAgo;
      await store.save();
      const token = await sessionToken(state, session, origin, secondsAgo);
      const pairs = [
        ['__client', client.secret],
        ['__client_uat', client.uat],
        [`__client_uat_${cookieSuffix}`, client.uat],
        ['__session', token],
        [`__session_${cookieSuffix}`, token],
      ];
      return { sessionId: session.id, token, cookies: pairs.map(([name, value]) => `${name}=${value}`).join('; ') };
    },
  };
}
