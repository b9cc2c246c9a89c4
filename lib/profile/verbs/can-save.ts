import 'server-only';
import { logUnreachable } from '@/lib/db/outage-log';
import { ping } from '@/lib/db/ping';

/**
 * Returns true if Postgres answers, so that a save would be committed. Never throws. All callers together ping Postgres
 * once a second at most.
 */
export async function canSave(): Promise<boolean> {
  try {
    await ping();
    return true;
  } catch (error) {
    logUnreachable(error);
    return false;
  }
}
