import 'server-only';
import { latestNow } from '@/lib/db/clock';

/**
 * Returns the time that an answer of now carries, in ms since 1970 by the clock of Postgres, which `pendingSince` is
 * by. A device measures durations with it, since its own clock may be wrong.
 */
export const timeOfAnswer = (): number => latestNow();
