import 'server-only';
import { reasonOf, withPostgresFallback } from '@/lib/db/outage';
import { countDuringOutage } from '@/lib/db/outage-log';
import { markReadDue } from '@/lib/db/queries/profile-rows';
import { readPeople, type PersonRow } from '@/lib/db/queries/read-people';
import { log } from '@/lib/log';
import { publicFieldNames, type PublicProfile } from '@/lib/profile/model/public-profile';
import { listPeople } from './list-people';
import { requestsForPeople } from './requests-for-people';
import { toPublicProfile } from './to-public-profile';

/** The most ids of one call. */
export const MOST_PEOPLE = 500;

/** How many rows of one page are completed at once. */
const MOST_COMPLETED = 20;

/** Clerk's ids of users. With another sign in front, its list would be of everybody else. */
const USER_ID = /^user_\w{1,64}$/;

/**
 * Returns what others may know of these users, by id: their public fields, as Clerk is known to hold them. One query;
 * who has no row is read from Clerk once, up to 100 in a request, and kept. Who is not known is not in the answer, and
 * while Clerk or Postgres is unreachable that is whoever the other does not know. Takes up to `READ_DEADLINE_MS` for
 * Clerk.
 * @throws RangeError above `MOST_PEOPLE` different ids; what is a fault of ours
 */
export async function getProfiles(ids: Iterable<string>): Promise<ReadonlyMap<string, PublicProfile>> {
  const asked = [...new Set(ids)].filter((id) => USER_ID.test(id));
  if (asked.length > MOST_PEOPLE) throw new RangeError(`more than ${MOST_PEOPLE} people at once`);
  if (asked.length === 0) return new Map();
  const rows = await readRows(asked);
  const known = new Map((rows ?? []).map(({ userId, base }) => [userId, toPublicProfile(userId, base)]));
  const missing = asked.filter((id) => !known.has(id));
  if (missing.length === 0) return known;
  const listed = await listPeople(missing, rows !== null);
  return new Map(
    asked.flatMap((id) => {
      const person = known.get(id) ?? listed.get(id);
      return person ? [[id, person]] : [];
    }),
  );
}

/** The rows of these users; null if Postgres did not answer. Clerk is then asked, since others see what it holds. */
const readRows = (ids: readonly string[]): Promise<PersonRow[] | null> =>
  withPostgresFallback<PersonRow[] | null>(
    async () => {
      const rows = await readPeople(ids, publicFieldNames);
      await completeLater(rows);
      return rows;
    },
    {
      unreachable: async () => {
        countDuringOutage('reads');
        return null;
      },
      busy: async (error) => {
        log.warn({ why: reasonOf(error) }, 'people are read from Clerk for now: Postgres is busy');
        return null;
      },
    },
  );

/**
 * Has Clerk read for rows from before a public field was declared: it is shown once it is known. Each is a request of
 * its own, so only a few are due at once, and none beyond what others leave to saves; the next page has the rest read.
 */
async function completeLater(rows: readonly PersonRow[]): Promise<void> {
  const isIncomplete = ({ base, isReadDue }: PersonRow) =>
    !isReadDue && publicFieldNames.some((name) => !Object.hasOwn(base, name));
  const incomplete = rows.filter(isIncomplete).map(({ userId }) => userId);
  const now = incomplete.slice(0, Math.min(MOST_COMPLETED, requestsForPeople()));
  if (now.length > 0) await markReadDue(now);
}
