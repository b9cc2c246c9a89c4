import 'server-only';
import { pingDb } from '@/lib/db/profile-rows';
import { log } from '@/lib/log';

/** True while a save would be committed: Postgres answers. */
export async function canSave(): Promise<boolean> {
  try {
    await pingDb();
    return true;
  } catch (error) {
    log.error({ err: error }, 'Postgres does not answer');
    return false;
  }
}
