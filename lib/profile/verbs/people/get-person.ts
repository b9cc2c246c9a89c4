import 'server-only';
import { cache } from 'react';
import { setImmediate } from 'node:timers/promises';
import type { PublicProfile } from '@/lib/profile/model/public-profile';
import { getProfiles, MOST_PEOPLE } from './get-profiles';

type People = ReadonlyMap<string, PublicProfile>;

/** The people that one request has asked for and who are not read yet. */
interface Batch {
  ids: string[];
  read: Promise<People> | null;
}

/** One for each request that renders a page; elsewhere React's `cache` keeps nothing, and each call has its own. */
const nextBatch = cache((): Batch => ({ ids: [], read: null }));

/**
 * Returns what others may know of one user; null if they are not known. The users that the parts of a page ask for in
 * the same turn of the event loop are read together, and each once in a request: fifty of them are one query.
 * @throws what is a fault of ours
 */
export const getPerson = cache(async (userId: string): Promise<PublicProfile | null> => {
  const batch = nextBatch();
  batch.ids.push(userId);
  batch.read ??= readTogether(batch);
  return (await batch.read).get(userId) ?? null;
});

async function readTogether(batch: Batch): Promise<People> {
  await setImmediate(); // by then each part that React has begun to render has asked
  const ids = batch.ids.splice(0);
  batch.read = null;
  const slices = Array.from({ length: Math.ceil(ids.length / MOST_PEOPLE) }, (_, n) =>
    getProfiles(ids.slice(n * MOST_PEOPLE, (n + 1) * MOST_PEOPLE)),
  );
  return new Map((await Promise.all(slices)).flatMap((people) => [...people]));
}
