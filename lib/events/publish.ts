import 'server-only';
import type { ProfileTransaction } from '@/lib/db/queries/profile-transaction';
import { currentBus } from './current-bus';
import type { LiveEvent } from './event';

/** Publishes an event to every process once the transaction has committed. */
export const publish = (tx: ProfileTransaction, event: LiveEvent): Promise<void> => currentBus().publish(tx, event);
