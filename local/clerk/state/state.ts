import type { JWK } from 'jose';

export type Metadata = Record<string, unknown>;

/** A user as the state file holds them. */
export interface StoredUser {
  id: string;
  email: string;
  emailId: string;
  passwordHash: string;
  firstName: string | null;
  lastName: string | null;
  publicMetadata: Metadata;
  privateMetadata: Metadata;
  unsafeMetadata: Metadata;
  externalId: string | null;
  /** a data: URL, or null for the default picture */
  image: string | null;
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
  status: 'needs_first_factor' | 'complete';
  createdSessionId: string | null;
  abandonAt: number;
}

/** A sign-up that waits for its address or password, or is complete. */
export interface StoredSignUp {
  id: string;
  status: 'missing_requirements' | 'complete';
  email: string | null;
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

/** All that a local Clerk knows, as the state file holds it. */
export interface State {
  keys: { private: JWK; public: JWK; secretKey: string; webhookSecret: string; instanceId: string };
  users: Record<string, StoredUser>;
  clients: Record<string, StoredClient>;
  sessions: Record<string, StoredSession>;
  deliveries: StoredDelivery[];
}
