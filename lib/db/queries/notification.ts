import 'server-only';
import { Prisma } from '../generated/client';

/** A notification that leaves when its write is committed. */
export interface Notification {
  channel: string;
  payload: string;
}

/** Returns the column of a SELECT that notifies once for each of its rows; nothing if there is no notification. */
export const notify = (notification: Notification | null): Prisma.Sql =>
  notification ? Prisma.sql`, pg_notify(${notification.channel}, ${notification.payload})::text` : Prisma.empty;
