import 'server-only';
import { logUnlessUnreachable } from '@/lib/db/outage';
import { applySave, overwroteOf, refusedIn } from '@/lib/profile/core/apply-save';
import type { Lease } from '@/lib/profile/core/lease';
import type { InFlightWrite, Mirror } from '@/lib/profile/core/mirror';
import { toProfile } from '@/lib/profile/core/to-profile';
import { isPossiblyStale } from '@/lib/profile/direct/is-possibly-stale';
import type { Profile, Save, Saved } from '@/lib/profile/model/profile';
import { refusedFieldsInWords } from '@/lib/profile/words/refusal-words';
import { changeMirror } from '@/lib/profile/reconcile/change-mirror';
import { inSlot, reserveSlot } from '@/lib/profile/reconcile/lease-slots';
import { push, stopwatch } from '@/lib/profile/reconcile/push';
import { beginLease, reconcile } from '@/lib/profile/reconcile/reconcile';

/** How a save is made. */
export interface HowSaved {
  /** names where it came from, for history */
  device?: string | undefined;
  /** runs the push of the save once it has been answered; without it, the push is left to the background work */
  afterAnswer?: (push: () => Promise<unknown>) => void;
}

/** What is done with a save once it is committed: a write that was noted with it is sent, or whatever is due. */
type Next = { lease: Lease; write: InFlightWrite } | 'reconcile' | null;

/** Why a save was not committed although there is a row. */
type NotDone = 'possibly stale' | 'refused';

interface Commit extends HowSaved {
  /** whether it is decided from a row that is possibly stale too */
  evenIfStale?: boolean;
  /** whether a check refuses it: then only a save that was committed before is answered with its profile */
  isRefused?: boolean;
}

/** Commits a save in Postgres. Saves nothing where it is refused, there is no row, or that is possibly stale. */
export async function commitSave(
  userId: string,
  save: Save,
  { device, afterAnswer, evenIfStale = false, isRefused = false }: Commit,
): Promise<Saved | 'no row' | NotDone> {
  const sinceLeaseMs = stopwatch();
  const release = afterAnswer ? reserveSlot() : null;
  const committed = await changeMirror<{ saved: Saved; next: Next } | NotDone>(
    userId,
    (before, now, same) => {
      const source = isPossiblyStale(before) ? 'mirror' : 'checked';
      if (source === 'mirror' && !evenIfStale) return { result: 'possibly stale' };
      if (same) return { result: { saved: savedBefore(before, save, source, same.changes), next: null } };
      if (isRefused) return { result: 'refused' };
      const { mirror: saved, changes } = applySave(before, save, now);
      const { mirror, next } = release ? begin(saved, now) : { mirror: saved, next: null };
      const profile = toProfile(mirror, source);
      return {
        result: { saved: { ...profile, overwrote: overwroteOf(changes, save.base) }, next },
        mirror,
        history: [{ userId, revision: mirror.revision, saveId: save.saveId, source: 'device', device, changes }],
        event: { kind: 'changed', userId, version: profile.version },
      };
    },
    { saveId: save.saveId },
  ).catch((error: unknown) => {
    release?.();
    throw error;
  });
  const done = committed?.result ?? 'no row';
  if (committed && typeof done === 'object' && done.next && done.next !== 'reconcile') {
    const noted = { known: committed, ...done.next, sinceLeaseMs };
    const sent = () => inSlot(userId, () => (release?.(), push(userId, noted)));
    afterAnswer?.(() => afterSave(userId, sent()));
    return done.saved;
  }
  release?.();
  if (typeof done === 'string') return done;
  if (done.next) afterAnswer?.(() => afterSave(userId, reconcile(userId)));
  return done.saved;
}

/** Returns the answer to a save that is in history already. */
const savedBefore = (mirror: Mirror, save: Save, source: Profile['source'], changes: unknown): Saved => {
  const made = changes as Parameters<typeof refusedIn>[0];
  return {
    ...toProfile(mirror, source),
    overwrote: overwroteOf(made, save.base),
    ...refusedFieldsInWords(refusedIn(made)),
  };
};

/** Takes the lease with a save where it is free, so that the push needs no statement to begin. */
function begin(saved: Mirror, now: number): { mirror: Mirror; next: Next } {
  const { result, mirror = saved } = beginLease(saved, now);
  if (typeof result === 'string') return { mirror: saved, next: null };
  const { lease, next } = result;
  if (next === 'read') return { mirror: saved, next: 'reconcile' };
  return { mirror, next: next && { lease, write: next } };
}

/** Waits for a push after a save. Never throws: the background work retries a push that fails. */
const afterSave = (userId: string, pushed: Promise<unknown>): Promise<unknown> =>
  pushed.catch((error: unknown) =>
    logUnlessUnreachable(error, { userId }, 'a push after a save failed, the loop will try again'),
  );
