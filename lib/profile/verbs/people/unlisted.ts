import 'server-only';
import { singleton } from '@/lib/singleton';

/** For how long an id that Clerk does not list is not asked for again, in ms. */
const FORGET_AFTER_MS = 60_000;
/** How many such ids are remembered at most. */
const MOST = 10_000;

/** when each id may be asked for again, in ms since 1970: the oldest first */
const unlisted = singleton('unlisted-people', () => new Map<string, number>());

/** Remembers users whom Clerk does not list: a page that names somebody deleted does not ask for them each time. */
export function rememberUnlisted(ids: readonly string[]): void {
  for (const id of ids) {
    unlisted().delete(id); // so that it is the newest
    unlisted().set(id, Date.now() + FORGET_AFTER_MS);
  }
  for (const [id] of unlisted()) {
    if (unlisted().size <= MOST) break;
    unlisted().delete(id);
  }
}

/** Returns true for somebody whom Clerk did not list a moment ago. */
export const isUnlisted = (id: string): boolean => (unlisted().get(id) ?? 0) > Date.now();
