import 'server-only';
import { publish } from '@/lib/events/publish';
import type { ProfileTransaction } from '@/lib/db/queries/profile-transaction';
import type { Mirror } from '@/lib/profile/core/mirror';
import { versionOf } from '@/lib/profile/core/to-profile';

/** Tells every device of a user, once the transaction has committed, what their profile is now. */
export const notifyChange = (tx: ProfileTransaction, userId: string, mirror: Mirror): Promise<void> =>
  publish(tx, { kind: 'changed', userId, version: versionOf(mirror) });
