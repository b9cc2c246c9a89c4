import { Faults } from './faults';
import { newKeys } from './keys';
import { RateLimit } from './rate-limit';
import type { Settings, StoredUser } from './state';
import { Store } from './store';
import { Webhooks } from './webhooks';

/** One request that reached the Backend API. Times are ms since 1970. */
export interface LoggedRequest {
  method: string;
  path: string;
  /** what the URL holds after `?`; empty if nothing */
  query: string;
  /** the JSON body; null if there was none */
  body: unknown;
  at: number;
  /** status of the answer; null if it was not answered */
  status: number | null;
  /** when it was answered or given up; null until then */
  endedAt: number | null;
  /** true for a write that a fault held back, and that takes effect now */
  late: boolean;
}

/** What all parts of a local Clerk share. */
export interface Instance {
  store: Store;
  faults: Faults;
  webhooks: Webhooks;
  rateLimit: RateLimit;
  /** the latest requests of the Backend API, oldest first */
  requests: LoggedRequest[];
  /** writes that a fault holds back */
  lateWrites: Set<Request>;
  /** folder of the browser scripts; absent: none are served */
  scriptsDir: string | undefined;
  log: (line: string) => void;
  imageUrl: (user: StoredUser) => string;
}

export interface InstanceOptions {
  /** file of the state; absent: it is in memory only */
  stateFile?: string;
  /** receiver of webhooks; absent: none are sent */
  webhookUrl?: string;
  scriptsDir?: string;
  /** updates in 10 s; Clerk's own are 10 and 1000 */
  limits?: { perUser?: number; perInstance?: number };
  /** of a new instance; one from a state file keeps its own */
  settings?: Partial<Settings>;
  log?: (line: string) => void;
}

/** Opens the instance in a state file, or a new one, and goes on sending the webhooks it still owes. */
export async function openInstance(options: InstanceOptions, imageUrl: Instance['imageUrl']): Promise<Instance> {
  const log = options.log ?? (() => undefined);
  const store = await Store.open(options.stateFile, async () => ({
    settings: { usernames: false, ...options.settings },
    keys: await newKeys(),
    users: {},
    clients: {},
    sessions: {},
    deliveries: [],
  }));
  const faults = new Faults();
  return {
    store,
    faults,
    webhooks: new Webhooks(store, faults, { url: options.webhookUrl, log }),
    rateLimit: new RateLimit({ perUser: 10, perInstance: 1000, ...options.limits }),
    requests: [],
    lateWrites: new Set(),
    scriptsDir: options.scriptsDir,
    log,
    imageUrl,
  };
}
