import { backendUser, type LocalUser } from './json/user-json';
import { sendUserEvent } from './state/events';
import type { Instance } from './state/instance';
import { cookieSuffix } from './state/keys';
import { deleteUser, newClient, startSession } from './state/sessions';
import type { Metadata, Settings, StoredUser } from './state/state';
import { sessionToken } from './state/tokens';
import { attributeChange } from './state/user/attributes';
import { changeUser } from './state/user/change-user';
import { findByEmail } from './state/user/identifications';
import { checkSize, deepMerge, isMetadata, METADATA } from './state/user/metadata';
import { hashPassword } from './state/user/passwords';
import { addUser, requireUser } from './state/user/users';

export interface NewLocalUser {
  email: string;
  /** absent: they cannot sign in with one */
  password?: string;
  /** further addresses; `email` is the primary one */
  otherEmails?: string[];
  /** in E.164; the first is the primary one */
  phones?: string[];
  username?: string;
  firstName?: string;
  lastName?: string;
  publicMetadata?: Metadata;
  privateMetadata?: Metadata;
  unsafeMetadata?: Metadata;
}

/** A change made in Clerk's dashboard. Metadata is merged. */
export interface DashboardEdit {
  first_name?: string | null;
  last_name?: string | null;
  username?: string | null;
  public_metadata?: Metadata;
  private_metadata?: Metadata;
  unsafe_metadata?: Metadata;
}

/** What an operator does in Clerk's dashboard: faults and limits do not apply, and webhooks report it. */
export interface Dashboard {
  createUser(user: NewLocalUser): Promise<LocalUser>;
  /** Returns the user as the Backend API would now; undefined if there is none. */
  getUser(id: string): LocalUser | undefined;
  getUserByEmail(email: string): LocalUser | undefined;
  editUser(id: string, edit: DashboardEdit): Promise<LocalUser>;
  /** Changes what the instance allows; people keep the user names that they have. */
  changeSettings(change: Partial<Settings>): Promise<Settings>;
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
    createUser: async ({ email, otherEmails = [], password, ...given }) => {
      const passwordHash = password === undefined ? '' : await hashPassword(password);
      const user = addUser(state, { emails: [email, ...otherEmails], passwordHash, ...given });
      const created = sendUserEvent(instance, 'user.created', user);
      await store.save();
      return created;
    },
    getUser: (id) => json(state.users[id]),
    getUserByEmail: (email) => json(findByEmail(state, email)),
    editUser: async (id, edit) => {
      const user = requireUser(state, id);
      const merged = Object.entries(edit).flatMap(([param, value]) => {
        if (!isMetadata(param) || value === undefined) return [];
        const key = METADATA[param];
        return [{ key, metadata: checkSize(param, deepMerge(user[key], value as Metadata)) }];
      });
      const applyAttributes = attributeChange(state, user, { ...edit });
      return changeUser(instance, user, () => {
        applyAttributes();
        merged.forEach(({ key, metadata }) => (user[key] = metadata));
      });
    },
    changeSettings: async (change) => {
      Object.assign(state.settings, change);
      await store.save();
      return { ...state.settings };
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
