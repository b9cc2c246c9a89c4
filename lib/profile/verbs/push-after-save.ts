import 'server-only';
import { logUnlessUnreachable } from '@/lib/db/outage';
import { pushToClerk } from './push-to-clerk';

/** Pushes what a save has just made due. Never throws: the push loop retries a push that fails. */
export const pushAfterSave = (userId: string): Promise<unknown> =>
  pushToClerk(userId).catch((error: unknown) =>
    logUnlessUnreachable(error, { userId }, 'a push after a save failed, the loop will try again'),
  );
