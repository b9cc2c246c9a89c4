import 'server-only';
import { logUnreachable } from '@/lib/db/outage-log';
import { ping } from '@/lib/db/ping';

/**
 * True while a save would be committed: Postgres answers. However many ask at once, Postgres is asked once a second.
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
