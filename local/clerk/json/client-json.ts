import type { Instance } from '../state/instance';
import type {
  Settings,
  State,
  StoredClient,
  StoredSession,
  StoredSignIn,
  StoredSignUp,
  StoredUser,
} from '../state/state';
import { activeSession, sessionToken } from '../state/tokens';
import { identifierOf } from '../state/user/identifications';
import { frontendUser } from './user-json';

const DAY_MS = 86_400_000;
/** How long a session lives, in ms. */
const SESSION_MS = 7 * DAY_MS;

const publicUserData = (user: StoredUser, imageUrl: string) => ({
  first_name: user.firstName,
  last_name: user.lastName,
  image_url: imageUrl,
  has_image: user.image !== null,
  profile_image_url: imageUrl,
});

/** Returns a session as in the Frontend API, with a fresh token if it is active. `origin` is the page's. */
export async function sessionJson({ store, imageUrl }: Instance, session: StoredSession, origin: string) {
  const user = store.state.users[session.userId];
  return {
    object: 'session' as const,
    id: session.id,
    status: session.status,
    expire_at: session.createdAt + SESSION_MS,
    abandon_at: session.createdAt + 4 * SESSION_MS,
    last_active_at: session.lastActiveAt,
    last_active_token:
      session.status === 'active'
        ? { object: 'token' as const, jwt: await sessionToken(store.state, session, origin) }
        : null,
    last_active_organization_id: null,
    actor: null,
    tasks: [],
    user: user ? frontendUser(user, imageUrl(user)) : undefined,
    public_user_data: user
      ? {
          ...publicUserData(user, imageUrl(user)),
          username: user.username,
          identifier: identifierOf(user),
          user_id: user.id,
        }
      : null,
    factor_verification_age: [Math.floor((Date.now() - session.createdAt) / 60_000), -1],
    created_at: session.createdAt,
    updated_at: session.updatedAt,
  };
}

/** Returns what people can sign in with. */
const supportedIdentifiers = ({ settings }: State) => ['email_address', ...(settings.usernames ? ['username'] : [])];

/** Returns a sign-in as in the Frontend API. */
export function signInJson({ store, imageUrl }: Instance, signIn: StoredSignIn) {
  const user = store.state.users[signIn.userId];
  const done = signIn.status === 'complete';
  return {
    object: 'sign_in_attempt' as const,
    id: signIn.id,
    status: signIn.status,
    supported_identifiers: supportedIdentifiers(store.state),
    supported_first_factors: [{ strategy: 'password' }],
    supported_second_factors: [],
    first_factor_verification: done
      ? { object: 'verification_password', status: 'verified', strategy: 'password', attempts: null, expire_at: null }
      : null,
    second_factor_verification: null,
    identifier: signIn.identifier,
    user_data: user ? publicUserData(user, imageUrl(user)) : null,
    created_session_id: signIn.createdSessionId,
    abandon_at: signIn.abandonAt,
    client_trust_state: null,
  };
}

/** Returns a sign-up as in the Frontend API. */
export const signUpJson = (signUp: StoredSignUp, { usernames }: Settings) => ({
  object: 'sign_up_attempt' as const,
  id: signUp.id,
  status: signUp.status,
  required_fields: ['email_address', 'password'],
  optional_fields: ['first_name', 'last_name', ...(usernames ? ['username'] : [])],
  missing_fields: [...(signUp.email ? [] : ['email_address']), ...(signUp.passwordHash ? [] : ['password'])],
  unverified_fields: [],
  verifications: { email_address: null, phone_number: null, web3_wallet: null, external_account: null },
  username: signUp.username,
  email_address: signUp.email,
  phone_number: null,
  web3_wallet: null,
  password_enabled: signUp.passwordHash !== null,
  first_name: signUp.firstName,
  last_name: signUp.lastName,
  unsafe_metadata: signUp.unsafeMetadata,
  public_metadata: {},
  custom_action: false,
  external_id: null,
  created_session_id: signUp.createdSessionId,
  created_user_id: signUp.createdUserId,
  abandon_at: signUp.abandonAt,
  legal_accepted_at: null,
});

/** Returns a browser with its active sessions, as in the Frontend API. */
export async function clientJson(instance: Instance, client: StoredClient, origin: string) {
  const { state } = instance.store;
  const sessions = client.sessionIds.map((id) => state.sessions[id]).filter((session) => session?.status === 'active');
  return {
    object: 'client' as const,
    id: client.id,
    sessions: await Promise.all(sessions.map((session) => sessionJson(instance, session!, origin))),
    sign_in: client.signIn && client.signIn.status !== 'complete' ? signInJson(instance, client.signIn) : null,
    sign_up: client.signUp && client.signUp.status !== 'complete' ? signUpJson(client.signUp, state.settings) : null,
    last_active_session_id: activeSession(state, client)?.id ?? null,
    last_authentication_strategy: client.uat > 0 ? 'password' : null,
    cookie_expires_at: null,
    captcha_bypass: false,
    created_at: client.createdAt,
    updated_at: client.updatedAt,
  };
}

/** Returns a session as in the Backend API and webhooks. */
export const backendSession = (session: StoredSession) => ({
  object: 'session' as const,
  id: session.id,
  user_id: session.userId,
  client_id: session.clientId,
  actor: null,
  status: session.status,
  last_active_organization_id: null,
  last_active_at: session.lastActiveAt,
  expire_at: session.createdAt + SESSION_MS,
  abandon_at: session.createdAt + 4 * SESSION_MS,
  created_at: session.createdAt,
  updated_at: session.updatedAt,
  tasks: null,
});
