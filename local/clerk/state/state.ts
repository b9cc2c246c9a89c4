import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { JWK } from 'jose';

export type Metadata = Record<string, unknown>;

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
  /** when somebody last signed in or out here, in seconds; 0: nobody is signed in */
  uat: number;
  signIn: StoredSignIn | null;
  signUp: StoredSignUp | null;
  createdAt: number;
  updatedAt: number;
}

export interface StoredSignIn {
  id: string;
  userId: string;
  status: 'needs_first_factor' | 'complete';
  createdSessionId: string | null;
  abandonAt: number;
}

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

/** A webhook on its way. */
export interface StoredDelivery {
  /** the same for every attempt: receivers tell duplicates by it */
  id: string;
  body: string;
  attempt: number;
  /** ms since 1970 */
  dueAt: number;
}

export interface State {
  keys: { private: JWK; public: JWK; secretKey: string; webhookSecret: string; instanceId: string };
  users: Record<string, StoredUser>;
  clients: Record<string, StoredClient>;
  sessions: Record<string, StoredSession>;
  deliveries: StoredDelivery[];
}

/**
 * The state, in memory and in a file. `save` resolves when what it found is on the disk: an answer that was given
 * survives a kill. Writers that come together share one write.
 */
export class Store {
  private writing: Promise<void> | null = null;
  private next: Promise<void> | null = null;

  private constructor(
    readonly state: State,
    private readonly file: string | undefined,
  ) {}

  /** Opens the file, or begins with `fresh` where there is none. Without a file, all is kept in memory only. */
  static async open(file: string | undefined, fresh: () => Promise<State>): Promise<Store> {
    if (file && existsSync(file)) return new Store(JSON.parse(readFileSync(file, 'utf8')) as State, file);
    const store = new Store(await fresh(), file);
    if (file) mkdirSync(dirname(file), { recursive: true });
    await store.save();
    return store;
  }

  save(): Promise<void> {
    if (!this.file) return Promise.resolve();
    if (!this.writing) return (this.writing = this.write().finally(() => (this.writing = null)));
    return (this.next ??= this.writing
      .catch(() => undefined) // its own caller hears of it
      .then(() => {
        this.next = null;
        return this.save();
      }));
  }

  private async write(): Promise<void> {
    const temporary = `${this.file}.${process.pid}.tmp`;
    const handle = await open(temporary, 'w', 0o600);
    try {
      await handle.writeFile(JSON.stringify(this.state));
      await handle.datasync();
    } finally {
      await handle.close();
    }
    await rename(temporary, this.file!);
  }
}
