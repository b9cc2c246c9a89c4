import 'server-only';
import type { SignedInUserId } from '@/lib/clerk/session';
import type { ClerkFailure } from '@/lib/clerk/errors';
import { getClerkUser, writeClerkAttributes, writeClerkMetadata, type ClerkAnswer, type ClerkUser } from '@/lib/clerk/users';
import { notPastNow, untilPast } from '@/lib/db/clock';
import { log } from '@/lib/log';
import { fail, failForNow, ok, type Result } from '@/lib/result';
import { changesTo } from './apply-save';
import { fieldOfParam, fromClerk, stampOf, toClerk } from './clerk-shape';
import type { Profile, Save, Saved } from './profile';
import type { Stamp } from './merge';
import { noteMissed, tellMissed } from './missed';
import { refusalInWords } from './refusal-words';
import { replacedBy } from './replaced';
import { readShown, type FieldName } from './values';
import { versionOf } from './version';

/** How many of the latest saves a stamp remembers, so that one sent again is known. */
const REMEMBERED = 8;

/** How often a save writes the names, where something else keeps changing them meanwhile. */
const ROUNDS = 3;

/** A profile as Clerk alone knows it, while Postgres is away. */
export function profileInClerk(user: ClerkUser): Profile {
  const told = { values: readShown(fromClerk(user)), revision: 0, pending: [], pendingSince: null, refused: {} };
  return { ...told, version: versionOf(told), source: 'clerk' };
}

/**
 * Saves a patch in Clerk directly, for the time that Postgres is away: acknowledged when Clerk has all of it. A stamp in the user's
 * private metadata tells later merges when each field was saved, and the same `saveId` again changes nothing. A save that was sent `again` and that
 * Clerk does not know waits for Postgres. A message means that it is not, or not wholly, saved; sending it again is safe.
 */
export async function saveInClerk(userId: SignedInUserId, { saveId, patch, base, again }: Save): Promise<Result<Saved>> {
  const before = await getClerkUser(userId);
  if (!before.ok) return notSaved(userId, before.failure.kind === 'transient' ? { ...before.failure, unknown: false } : before.failure, patch);
  const stamp = stampOf(before.user.privateMetadata);
  if (stamp?.saves[saveId] !== undefined) return ok(profileInClerk(before.user));
  // Postgres may have it, and a later one over it: made now, it would replace that.
  if (again) return failForNow('It is not certain that this is saved: our database is away. Your edit is still here.');

  noteMissed(userId); // before the first write: whatever becomes of it, the mirror has to look
  const { attributes, publicMetadata } = toClerk(patch);
  const names = Object.keys(attributes).length > 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const named = names ? await writeClerkAttributes(userId, attributes) : null;
    if (named && !named.ok) return notSaved(userId, named.failure, patch);
    // The stamp goes last: it says that all of the save is there.
    const now = notPastNow();
    const saves = { ...withoutReplaced(stamp, patch), [saveId]: { at: now, patch } };
    const written: ClerkAnswer = await writeClerkMetadata(userId, { publicMetadata, privateMetadata: { perdure: { saves } } });
    if (!written.ok) return notSaved(userId, written.failure, patch);
    // A push of another process may have come between the two calls, in ignorance of this save: nobody but us can know.
    const there = fromClerk(written.user);
    if (!(Object.keys(patch) as FieldName[]).every((name) => there[name] === patch[name])) continue;
    await Promise.all([tellMissed(userId), untilPast(now)]); // no save after this one may look older
    return ok({ ...profileInClerk(written.user), replaced: replacedBy(changesTo(fromClerk(before.user), patch), base) });
  }
  return notSaved(userId, { kind: 'transient', unknown: true, message: 'the names are changed by somebody else all the time', retryAfterMs: null }, patch);
}

/** What is to be removed from a stamp, as Clerk's deep merge removes it: all but the latest saves, and of those the values that a patch replaces. */
function withoutReplaced(stamp: Stamp | null, patch: Save['patch']): Record<string, null | { patch: Record<string, null> }> {
  const latestFirst = Object.entries(stamp?.saves ?? {}).sort(([, a], [, b]) => (b?.at ?? 0) - (a?.at ?? 0));
  return Object.fromEntries(
    latestFirst.map(([saveId, save], index) => {
      const replaced = Object.keys(save?.patch ?? {}).filter((name) => name in patch);
      return [saveId, index < REMEMBERED - 1 ? { patch: Object.fromEntries(replaced.map((name) => [name, null])) } : null];
    }),
  );
}

function notSaved(userId: string, failure: ClerkFailure, patch: Save['patch']): Result<Profile> {
  log.error({ userId, failure }, 'not saved: Postgres is away and Clerk did not take it');
  if (failure.kind === 'transient' && failure.unknown)
    return failForNow('It is not certain that this is saved: our database is away, and Clerk did not answer in time. Your edit is still here.');
  if (failure.kind !== 'refused')
    return failForNow('Not saved: neither our database nor Clerk answers. Your edit is still here.');
  const names = Object.keys(patch) as FieldName[];
  const named = fieldOfParam(failure.param, names);
  return fail('Clerk refused some fields, so they are not saved.', Object.fromEntries((named ? [named] : names).map((name) => [name, refusalInWords(name, failure)])));
}
