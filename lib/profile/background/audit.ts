import 'server-only';
import { isClerkUp } from '@/lib/clerk/circuit';
import { LIMIT_OVER_MS, requestsLeft } from '@/lib/clerk/rate-limit';
import { logUnlessUnreachable } from '@/lib/db/outage';
import { pruneWebhookLedger } from '@/lib/db/queries/webhook-ledger';
import { log } from '@/lib/log';
import { startLoop } from '@/lib/loop';
import { AUDIT_AFTER_MS } from '@/lib/profile/core/schedule';
import { compareSlice, type ComparedSlice } from './compare-slice';

/** The part of the requests that Clerk's limit leaves which one turn of the audit may use. */
const SHARE = 0.1;
const EVERY_HOUR_MS = 60 * 60_000;

/** What one turn of the audit has done. */
export type Audited = Omit<ComparedSlice, 'failure'>;

/**
 * Compares people whose audit is due with Clerk, the longest overdue first: this finds what no webhook and no reader
 * brought. Takes up to a tenth of the requests that Clerk's limit leaves, the reads of those who differ included: a
 * list is of 100 people, so that in production a process compares about a million of them in 17 minutes.
 * @throws if Postgres is unreachable or busy
 */
export async function auditMirror(budget = Math.max(1, Math.floor(requestsLeft() * SHARE))): Promise<Audited> {
  const total: Audited = { compared: 0, read: 0, removed: 0, overdueMs: 0 };
  // The first one even while Clerk counts as down: if nobody else calls it, this finds out that it is back.
  for (let requests = 0; requests < budget && (requests === 0 || isClerkUp());) {
    const { failure, ...slice } = await compareSlice(budget - requests);
    requests += 1 + slice.read;
    total.compared += slice.compared;
    total.read += slice.read;
    total.removed += slice.removed;
    total.overdueMs = Math.max(total.overdueMs, slice.overdueMs);
    if (failure)
      log[failure.kind === 'misconfigured' ? 'error' : 'warn'](
        { failure },
        'the audit could not read Clerk, will go on later',
      );
    if (failure || slice.compared === 0) break;
  }
  return total;
}

/**
 * Audits every 10 s; every hour it prunes the webhook ledger, and logs how long a round through everybody takes. Until
 * `stop`, which resolves when the present turn has ended.
 */
export function startAudit(): { stop: () => Promise<void> } {
  let hour = { since: Date.now(), compared: 0, read: 0, overdueMs: 0 };
  let isPruned = false;
  const turn = async () => {
    try {
      const { compared, read, overdueMs } = await auditMirror();
      hour.compared += compared;
      hour.read += read;
      hour.overdueMs = Math.max(hour.overdueMs, overdueMs);
      const isOver = Date.now() - hour.since > EVERY_HOUR_MS;
      if (isOver || !isPruned) await pruneWebhookLedger();
      isPruned = true;
      if (!isOver) return;
      const { compared: people, read: differed } = hour;
      const roundMs = AUDIT_AFTER_MS + Math.round(hour.overdueMs);
      log.info({ people, differed, roundMs }, 'the audit has compared people with Clerk: everybody once in `roundMs`');
      hour = { since: Date.now(), compared: 0, read: 0, overdueMs: 0 };
    } catch (error) {
      await logUnlessUnreachable(error, {}, 'the audit could not work, will try again');
    }
  };
  return startLoop(turn, LIMIT_OVER_MS);
}
