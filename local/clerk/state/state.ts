import type { JWK } from 'jose';

export type Metadata = Record<string, unknown>;

/** An e-mail address or a phone number of a user. */
export interface StoredIdentification {
  id: string;
  value: string;
  verified: boolean;
  createdAt: number;
  updatedAt: number;
}

/** A user as the state file holds them. */
export interface StoredUser {
  id: string;
  username: string | null;
  emails: StoredIdentification[];
  primaryEmailId: string | null;
  phones: StoredIdentification[];
  primaryPhoneId: string | null;
  passwordHash: string;
  firstName: string | null;
  lastName: string | null;
  publicMetadata: Metadata;
  privateMetadata: Metadata;
  unsafeMetadata: Metadata;
  externalId: string | null;
  /** a data: URL, with an id of its own; null for the default picture */
  image: { id: string; data: string } | null;
  createdAt: number;
  updatedAt: number;
  lastSignInAt: number | null;
}

/** A session of a user on one browser. Times are ms since 1970, as everywhere here unless another unit is named. */
export interface StoredSession {
  id: string;
  clientId: string;
  userId: string;
  status: 'active' | 'ended' | 'removed' | 'revoked';
  createdAt: number;
  updatedAt: number;
  lastActiveAt: number;
}

/** One browser, known by its `__client` cookie. */
export interface StoredClient {
  id: string;
  secret: string;
  sessionIds: string[];
  lastActiveSessionId: string | null;
  /** when somebody last signed in or out here, in seconds since 1970; 0: nobody is signed in */
  uat: number;
  signIn: StoredSignIn | null;
  signUp: StoredSignUp | null;
  createdAt: number;
  updatedAt: number;
}

/** How long an unfinished sign-in or sign-up is kept, in ms. */
export const ATTEMPT_MS = 86_400_000;

/** A sign-in that waits for its password, or is complete. */
export interface StoredSignIn {
  id: string;
  userId: string;
  /** what was typed: an e-mail address or a user name */
  identifier: string;
  status: 'needs_first_factor' | 'complete';
  createdSessionId: string | null;
  abandonAt: number;
}

/** A sign-up that waits for its address or password, or is complete. */
export interface StoredSignUp {
  id: string;
  status: 'missing_requirements' | 'complete';
  email: string | null;
  username: string | null;
  passwordHash: string | null;
  firstName: string | null;
  lastName: string | null;
  unsafeMetadata: Metadata;
  createdSessionId: string | null;
  createdUserId: string | null;
  abandonAt: number;
}

/** A webhook that has not been acknowledged yet. */
export interface StoredDelivery {
  /** the same for every attempt: receivers recognise duplicates by it */
  id: string;
  body: string;
  attempt: number;
  /** ms since 1970 */
  dueAt: number;
}

/** What an operator switches in Clerk's dashboard. */
export interface Settings {
  /** people can have a user name, and sign in with it; as in a new instance of Clerk, they cannot unless it is on */
  usernames: boolean;
}

/** All that a local Clerk knows, as the state file holds it. */
export interface State {
  settings: Settings;
  keys: { private: JWK; public: JWK; secretKey: string; webhookSecret: string; instanceId: string };
  users: Record<string, StoredUser>;
  clients: Record<string, StoredClient>;
  sessions: Record<string, StoredSession>;
  deliveries: StoredDelivery[];
}
