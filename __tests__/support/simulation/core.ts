import { applySave } from '@/lib/profile/apply-save';
import { claimPush, needsLook } from '@/lib/profile/claim-push';
import { merge } from '@/lib/profile/merge';
import type { Mirror } from '@/lib/profile/mirror';
import { nextCall } from '@/lib/profile/push-calls';
import { settlePush } from '@/lib/profile/settle-push';

/** True where a push is due at `now`, ms since 1970: what `lockIfDue` asks Postgres. */
const isDue = ({ push }: Mirror, now: number): boolean => push.at !== null && push.at <= now;

/** The decisions under test: the app's own, or a deliberately broken copy. */
export interface Core {
  applySave: typeof applySave;
  isDue: typeof isDue;
  needsLook: typeof needsLook;
  claimPush: typeof claimPush;
  nextCall: typeof nextCall;
  settlePush: typeof settlePush;
  merge: typeof merge;
}

export const realCore: Core = { applySave, isDue, needsLook, claimPush, nextCall, settlePush, merge };
