import { applySave } from '@/lib/profile/apply-save';
import { claimPush, isDue, isRetry } from '@/lib/profile/claim-push';
import { merge } from '@/lib/profile/merge';
import { settlePush } from '@/lib/profile/settle-push';

/** The decisions under test: the app's own, or a deliberately broken copy. */
export interface Core {
  applySave: typeof applySave;
  isDue: typeof isDue;
  isRetry: typeof isRetry;
  claimPush: typeof claimPush;
  settlePush: typeof settlePush;
  merge: typeof merge;
}

export const realCore: Core = { applySave, isDue, isRetry, claimPush, settlePush, merge };
