import 'server-only';
import { createHash, timingSafeEqual } from 'node:crypto';
import { env } from './env';

const digest = (text: string) => createHash('sha256').update(text).digest();

/** Returns whether the caller holds `PUSH_SECRET`: the cron does, a stranger does not. `off`: no secret is set. */
export function authenticateCron(authorization: string | null): 'cron' | 'stranger' | 'off' {
  const { PUSH_SECRET } = env();
  if (!PUSH_SECRET) return 'off';
  return timingSafeEqual(digest(authorization ?? ''), digest(`Bearer ${PUSH_SECRET}`)) ? 'cron' : 'stranger';
}
