import type { Faults } from './faults';
import type { RateLimit } from '../http/rate-limit';
import type { Store, StoredUser } from './state';
import type { Webhooks } from './webhooks';

/** One request that reached the Backend API. */
export interface LoggedRequest {
  method: string;
  path: string;
  /** the JSON body, or null where there was none */
  body: unknown;
  /** when it came, ms since 1970 */
  at: number;
  /** what it was answered; null where it was not answered */
  status: number | null;
  /** when it was answered or given up, ms since 1970; null while it is under way */
  endedAt: number | null;
  /** true for a write that a fault held back, and that takes effect now */
  late: boolean;
}

/** What all parts of the local Clerk share. */
export interface Instance {
  store: Store;
  faults: Faults;
  webhooks: Webhooks;
  rateLimit: RateLimit;
  /** the latest requests of the Backend API, oldest first */
  requests: LoggedRequest[];
  /** writes held back by a fault, which have yet to take effect */
  lateWrites: Set<Request>;
  scriptsDir: string | undefined;
  log: (line: string) => void;
  imageUrl: (user: StoredUser) => string;
}
