import { backendApi, userByEmail } from './http/backend-api';
import { controlApi } from './http/control-api';
import { Faults, type FaultSettings } from './state/faults';
import { faultMiddleware } from './http/fault-middleware';
import { frontendApi } from './http/frontend-api';
import type { Instance, LoggedRequest } from './state/instance';
import { cookieSuffix, newKeys, publishableKey } from './state/keys';
import { Listener } from './http/listener';
import { RateLimit } from './http/rate-limit';
import { endSession, newClient, startSession } from './state/sessions';
import { Store, type Metadata } from './state/state';
import { sessionToken } from './state/tokens';
import { backendUser, type LocalUser } from './json/user-json';
import { addUser, cleanEmail, cleanName, deepMerge, hashPassword, requireUser, touchUser } from './state/users';
import { Webhooks } from './state/webhooks';

export { refuseBesideRealKeys } from './state/keys';
export { ensureClerkScripts } from './http/scripts';
export type { FaultSettings } from './state/faults';
export type { LoggedRequest } from './state/instance';
export type { LocalUser } from './json/user-json';

export interface LocalClerkOptions {
  /** ports on 127.0.0.1; 0 or absent: a free one */
  apiPort?: number;
  frontendPort?: number;
  controlPort?: number;
  /** where the state is kept; absent: in memory only */
  stateFile?: string;
  /** where webhooks go; absent: nowhere */
  webhookUrl?: string;
  /** where `ensureClerkScripts` put the browser scripts; absent: none are served */
  scriptsDir?: string;
  /** updates in 10 s */
  limits?: { perUser?: number; perInstance?: number };
  log?: (line: string) => void;
}

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

/** A running local Clerk. */
export interface LocalClerk {
  apiUrl: string;
  frontendUrl: string;
  controlUrl: string;
  publishableKey: string;
  secretKey: string;
  webhookSecret: string;
  /** every variable that an app needs to use it */
  env: Record<string, string>;
  faults: { set(patch: Partial<FaultSettings>): void; reset(): void; readonly current: Readonly<FaultSettings> };
  createUser(user: NewLocalUser): Promise<LocalUser>;
  /** the user as the Backend API would give them now, whatever the faults; undefined where there is none */
  getUser(id: string): LocalUser | undefined;
  getUserByEmail(email: string): LocalUser | undefined;
  /** edits a user as Clerk's dashboard does: past faults and limits, with a webhook */
  editUser(id: string, edit: DashboardEdit): Promise<LocalUser>;
  /** deletes a user as Clerk's dashboard does: their sessions end, and a webhook tells */
  deleteUser(id: string): Promise<void>;
  /** signs a user in on a new browser; `cookies` is ready for a Cookie header, its token lives 60 s */
  createSession(
    userId: string,
    page: { origin: string },
  ): Promise<{ sessionId: string; token: string; cookies: string }>;
  /** the requests that reached the Backend API, oldest first */
  requests(): LoggedRequest[];
  /** how many writes a fault holds back, which have yet to take effect */
  lateWrites(): number;
  stop(): Promise<void>;
}

/** Starts a local Clerk: its Backend API, its Frontend API and the control API, each on a loopback port of its own. */
export async function startLocalClerk(options: LocalClerkOptions = {}): Promise<LocalClerk> {
  const log = options.log ?? (() => undefined);
  const store = await Store.open(options.stateFile, async () => ({
    keys: await newKeys(),
    users: {},
    clients: {},
    sessions: {},
    deliveries: [],
  }));
  const { state } = store;
  const faults = new Faults();
  const webhooks = new Webhooks(store, faults, { url: options.webhookUrl, log });
  const instance: Instance = {
    store,
    faults,
    webhooks,
    rateLimit: new RateLimit({ perUser: 10, perInstance: 1000, ...options.limits }),
    requests: [],
    lateWrites: new Set(),
    scriptsDir: options.scriptsDir,
    log,
    imageUrl: (user) => `${frontend.url}/images/${user.id}?v=${user.image?.length ?? 0}`,
  };
  const handshakes = new Map<string, string[]>();
  const backend = new Listener(
    faultMiddleware('bapi', backendApi(instance, handshakes), instance),
    options.apiPort ?? 0,
  );
  const frontend = new Listener(
    faultMiddleware('fapi', frontendApi(instance, handshakes), instance),
    options.frontendPort ?? 0,
  );
  await Promise.all([backend.open(), frontend.open()]);
  const json = (id: string) => {
    const user = state.users[id];
    return user && backendUser(user, instance.imageUrl(user));
  };

  faults.onChange(() => {
    for (const [api, listener] of [
      ['bapi', backend],
      ['fapi', frontend],
    ] as const) {
      const turned = faults.current.down && faults.concerns(api) ? listener.close() : listener.open();
      turned.catch((error: unknown) => log(`the port of the ${api} could not be turned: ${String(error)}`));
    }
  });

  const running: Omit<LocalClerk, 'stop' | 'controlUrl'> = {
    apiUrl: backend.url,
    frontendUrl: frontend.url,
    publishableKey,
    secretKey: state.keys.secretKey,
    webhookSecret: state.keys.webhookSecret,
    env: {
      PERDURE_LOCAL: '1',
      NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY: publishableKey,
      NEXT_PUBLIC_CLERK_PROXY_URL: '/__clerk',
      NEXT_PUBLIC_CLERK_SIGN_IN_URL: '/sign-in',
      NEXT_PUBLIC_CLERK_SIGN_UP_URL: '/sign-up',
      NEXT_PUBLIC_CLERK_TELEMETRY_DISABLED: '1',
      NEXT_PUBLIC_CLERK_KEYLESS_DISABLED: '1',
      CLERK_SECRET_KEY: state.keys.secretKey,
      CLERK_WEBHOOK_SIGNING_SECRET: state.keys.webhookSecret,
      CLERK_API_URL: backend.url,
      CLERK_FAPI_URL: frontend.url,
    },
    faults,
    createUser: async ({ email, password, firstName, lastName }) => {
      const user = addUser(state, {
        email: cleanEmail(email),
        passwordHash: password === undefined ? '' : await hashPassword(password),
        firstName: cleanName('first_name', firstName),
        lastName: cleanName('last_name', lastName),
      });
      webhooks.send('user.created', backendUser(user, instance.imageUrl(user)));
      await store.save();
      return backendUser(user, instance.imageUrl(user));
    },
    getUser: json,
    getUserByEmail: (email) => userByEmail(instance, email),
    editUser: async (id, edit) => {
      const user = requireUser(state, id);
      if (edit.first_name !== undefined) user.firstName = cleanName('first_name', edit.first_name);
      if (edit.last_name !== undefined) user.lastName = cleanName('last_name', edit.last_name);
      if (edit.public_metadata) user.publicMetadata = deepMerge(user.publicMetadata, edit.public_metadata);
      touchUser(user);
      const changed = backendUser(user, instance.imageUrl(user));
      webhooks.send('user.updated', changed);
      await store.save();
      return changed;
    },
    deleteUser: async (id) => {
      requireUser(state, id);
      for (const session of Object.values(state.sessions))
        if (session.userId === id) endSession(instance, session, 'revoked');
      delete state.users[id];
      webhooks.send('user.deleted', { object: 'user', id, deleted: true });
      await store.save();
    },
    createSession: async (userId, { origin }) => {
      const client = newClient(state);
      const session = startSession(instance, client, requireUser(state, userId).id);
      await store.save();
      const token = await sessionToken(state, session, origin);
      const pairs = [
        ['__client', client.secret],
        ['__client_uat', client.uat],
        [`__client_uat_${cookieSuffix}`, client.uat],
        ['__session', token],
        [`__session_${cookieSuffix}`, token],
      ];
      return { sessionId: session.id, token, cookies: pairs.map(([name, value]) => `${name}=${value}`).join('; ') };
    },
    requests: () => [...instance.requests],
    lateWrites: () => instance.lateWrites.size,
  };
  const control: Listener = new Listener(controlApi({ ...running, controlUrl: '' }), options.controlPort ?? 0);
  await control.open();
  return {
    ...running,
    controlUrl: control.url,
    stop: async () => {
      await Promise.all([backend.close(), frontend.close(), control.close()]);
      await webhooks.stop();
      await store.save();
    },
  };
}
