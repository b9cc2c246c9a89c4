import { applyRead } from '@/lib/profile/core/apply-read';
import { applySave } from '@/lib/profile/core/apply-save';
import { holdsLease, planWrite, renewLease, takeLease } from '@/lib/profile/core/lease';
import { nextCall } from '@/lib/profile/core/plan-calls';
import { withReadDue, withWebhook } from '@/lib/profile/core/schedule';
import { settleFailedRead, settlePush } from '@/lib/profile/core/settle-push';

export const realCore = {
  applySave,
  takeLease,
  planWrite,
  renewLease,
  holdsLease,
  nextCall,
  settlePush,
  applyRead,
  settleFailedRead,
  withReadDue,
  withWebhook,
};

/** The decisions under test: the app's own, or a deliberately broken copy. */
export type Core = typeof realCore;
