import 'server-only';
import { env } from '@/lib/env';
import type { Bus } from './bus';
import { postgresBus } from './postgres-bus';
import { redisBus } from './redis-bus';

/** Returns this process's bus: Redis if `EVENTS_URL` is set, else Postgres. */
export const currentBus = (): Bus => {
  const { EVENTS_URL } = env();
  return EVENTS_URL ? redisBus(EVENTS_URL) : postgresBus;
};
