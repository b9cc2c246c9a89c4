import 'server-only';
import { listClerkUsers, MAX_LISTED, READ_DEADLINE_MS, type ClerkUser } from '@/lib/clerk/users';
import { logUnlessUnreachable, withPostgresFallback } from '@/lib/db/outage';
import { readPeople } from '@/lib/db/queries/read-people';
import { log } from '@/lib/log';
import { fromClerk, isMirrorOnly } from '@/lib/profile/core/clerk-shape';
import { publicFieldNames, type PublicProfile } from '@/lib/profile/model/public-profile';
import type { FieldName } from '@/lib/profile/model/values';
import { createListed } from '@/lib/profile/reconcile/create-listed';
import { singleton } from '@/lib/singleton';
import { within } from '@/lib/within';
import { requestsForPeople } from './requests-for-people';
import { isUnlisted, rememberUnlisted } from './unlisted';
import { toPublicProfile } from './to-public-profile';

type People = ReadonlyMap<string, PublicProfile>;

/** the list under way that each user is asked for in */
const lists = singleton('lists-of-people', () => new Map<string, Promise<People>>());

/**
 * Returns these users as Clerk lists them, within `READ_DEADLINE_MS`, and keeps them in the mirror. Who is in a list
 * under way is not asked for again. Left out are those whom Clerk does not list, does not list in time, or who were not
 * asked for because most of Clerk's limit is used up; a list that is late is kept all the same. `keep`: false while
 * Postgres does not answer.
 * @throws what is a fault of ours
 */
export async function listPeople(ids: readonly string[], keep: boolean): Promise<People> {
  const wanted = ids.filter((id) => !lists().has(id) && !isUnlisted(id));
  for (let from = 0; from < wanted.length; from += MAX_LISTED) {
    if (requestsForPeople() === 0) {
      log.warn({ people: wanted.length - from }, 'people are not read from Clerk for now: its limit is nearly used up');
      break;
    }
    const batch = wanted.slice(from, from + MAX_LISTED);
    const list = listBatch(batch, keep).finally(() => batch.forEach((id) => lists().delete(id)));
    batch.forEach((id) => lists().set(id, list));
  }
  const joined = new Set(ids.flatMap((id) => lists().get(id) ?? []));
  const answers = await Promise.all([...joined].map(inTime));
  return new Map(answers.flatMap((people) => [...(people ?? [])]));
}

const inTime = (list: Promise<People>): Promise<People | undefined> =>
  within(
    READ_DEADLINE_MS,
    list,
    (error) => void logUnlessUnreachable(error, {}, 'a list of people failed after its caller had gone on'),
  );

/** Asks Clerk for up to `MAX_LISTED` users. */
async function listBatch(ids: readonly string[], keep: boolean): Promise<People> {
  const listed = await listClerkUsers(ids);
  if (!listed.ok) {
    const { failure } = listed;
    log[failure.kind === 'misconfigured' ? 'error' : 'warn']({ failure }, 'people could not be read from Clerk');
    return new Map();
  }
  const users = readable(listed.value.filter(({ id }) => ids.includes(id)));
  const found = new Set(users.map(({ id }) => id));
  rememberUnlisted(ids.filter((id) => !found.has(id)));
  const inClerk = async () => asPeople(users);
  if (!keep) return inClerk();
  return withPostgresFallback(() => keepInMirror(users), { unreachable: inClerk, busy: inClerk });
}

/** Returns the users whose fields can be read. Whoever else is absent from a page, and not asked for for a while. */
function readable(users: readonly ClerkUser[]): ClerkUser[] {
  return users.filter((user) => {
    try {
      toPublicProfile(user.id, inClerkOf(user));
      return true;
    } catch (err) {
      log.error({ err, userId: user.id }, 'what Clerk holds of somebody cannot be read: they are not shown');
      return false;
    }
  });
}

/** Where others have created or deleted some meanwhile, what the rows say goes. */
async function keepInMirror(users: readonly ClerkUser[]): Promise<People> {
  if (users.length === 0 || (await createListed(users)) === users.length) return asPeople(users);
  const rows = await readPeople(
    users.map(({ id }) => id),
    publicFieldNames,
  );
  return new Map(rows.map(({ userId, base }) => [userId, toPublicProfile(userId, base)]));
}

function asPeople(users: readonly ClerkUser[]): People {
  return new Map(users.map((user) => [user.id, toPublicProfile(user.id, inClerkOf(user))]));
}

/** What only the mirror keeps is not known of somebody who has no row here. */
const inClerkOf = (user: ClerkUser): Record<string, unknown> =>
  Object.fromEntries(Object.entries(fromClerk(user)).filter(([name]) => !isMirrorOnly(name as FieldName)));
