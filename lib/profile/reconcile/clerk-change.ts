import 'server-only';
import type { ClerkUser } from '@/lib/clerk/users';
import type { ChangeWrite } from '@/lib/db/queries/profile-write';
import { directSavesOf } from '@/lib/profile/core/clerk-shape';
import type { FieldChanges } from '@/lib/profile/core/merge';
import type { Mirror } from '@/lib/profile/core/mirror';
import { versionOf } from '@/lib/profile/core/to-profile';
import type { Decision } from './change-mirror';

/** Returns the direct saves in Clerk's log as entries of history, so that a retry of one of them is recognised. */
export const directSaveHistory = (user: ClerkUser, revision: number): ChangeWrite[] =>
  Object.entries(directSavesOf(user.privateMetadata)?.saves ?? {}).map(([saveId, save]) => ({
    userId: user.id,
    revision,
    saveId,
    source: 'device',
    changes: Object.fromEntries(Object.entries(save?.refused ?? {}).map(([name, refused]) => [name, { refused }])),
  }));

/**
 * Returns what is committed with a mirror that Clerk's answers have changed: its history, and the event for devices if
 * they would see a difference. A read that somebody waits for is reported in any case.
 */
export function clerkChange(
  userId: string,
  { before, after }: Record<'before' | 'after', Mirror>,
  changes: FieldChanges,
  answers: readonly ClerkUser[],
): Required<Pick<Decision<never>, 'history' | 'event'>> {
  const { revision } = after;
  const history = answers.flatMap((user) => directSaveHistory(user, revision));
  if (Object.keys(changes).length > 0) history.push({ userId, revision, source: 'clerk', changes });
  const version = versionOf(after);
  if (version !== versionOf(before)) return { history, event: { kind: 'changed', userId, version } };
  const hasServed = before.readDueAt !== null && after.readDueAt === null;
  return { history, event: hasServed ? { kind: 'check', userId } : null };
}
