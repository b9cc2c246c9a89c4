import { applySave } from '@/lib/profile/core/apply-save';
import { leasePush, needsReadFirst } from '@/lib/profile/core/lease-push';
import { merge } from '@/lib/profile/core/merge';
import type { Mirror } from '@/lib/profile/core/mirror';
import { nextCall } from '@/lib/profile/core/plan-calls';
import { settlePush } from '@/lib/profile/core/settle-push';

/** Returns true if a push is due at `now`, in ms since 1970: the condition of `lockIfDue`. */
const isDue = ({ pushDueAt }: Mirror, now: number): boolean => pushDueAt !== null && pushDueAt <= now;

/** The decisions under test: the app's own, or a deliberately broken copy. */
export interface Core {
  applySave: typeof applySave;
  isDue: typeof isDue;
  needsReadFirst: typeof needsReadFirst;
  leasePush: typeof leasePush;
  nextCall: typeof nextCall;
  settlePush: typeof settlePush;
  merge: typeof merge;
}

export const realCore: Core = { applySave, isDue, needsReadFirst, leasePush, nextCall, settlePush, merge };
