import 'server-only';
import type { ProfileTransaction } from '@/lib/db/profile-rows';
import { bus } from './bus';
import type { LiveEvent } from './event';

/** Tells every process what happened, once the transaction has committed. */
export const publish = (tx: ProfileTransaction, event: LiveEvent): Promise<void> => bus().publish(tx, event);
