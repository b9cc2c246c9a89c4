import 'server-only';
import { publish } from '@/lib/events/publish';
import type { ProfileTransaction } from '@/lib/db/queries/profile-transaction';
import type { Mirror } from '@/lib/profile/core/mirror';
import { versionOf } from '@/lib/profile/core/to-profile';

/** Notifies every device of a user of the new version of their profile, once the transaction has committed. */
export const notifyChange = (tx: ProfileTransaction, userId: string, mirror: Mirror): Promise<void> =>
  publish(tx, { kind: 'changed', userId, version: versionOf(mirror) });
