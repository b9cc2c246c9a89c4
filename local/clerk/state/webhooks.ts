import { Webhook } from 'standardwebhooks';
import type { Faults } from './faults';
import { newId } from './ids';
import type { StoredDelivery } from './state';
import type { Store } from './store';

/** Svix's schedule: the waits before each attempt, in ms. Source: docs.svix.com/retries. */
const WAITS_MS = [0, 5_000, 300_000, 1_800_000, 7_200_000, 18_000_000, 36_000_000, 36_000_000];
/** How long a receiver may take, in ms. */
const TIMEOUT_MS = 15_000;
/** After which an attempt has ended, whatever came of it, in ms. */
const LONGEST_ATTEMPT_MS = TIMEOUT_MS + 1_000;
/** How long a webhook waits for another one to overtake it, in ms. */
const REORDER_MS = 1_000;

export type EventType =
  | 'user.created'
  | 'user.updated'
  | 'user.deleted'
  | 'session.created'
  | 'session.ended'
  | 'session.removed'
  | 'session.revoked';

/**
 * Sends webhooks as Svix does for Clerk: signed, with retries, at least once. What is on its way survives a restart.
 */
export class Webhooks {
  private timer: NodeJS.Timeout | undefined;
  private stopped = false;
  private held: StoredDelivery | null = null;
  /** The held delivery that goes out when the attempt of the key, which overtakes it, has ended. */
  private readonly overtaken = new Map<StoredDelivery, StoredDelivery>();
  private readonly underWay = new Set<Promise<void>>();
  private readonly signer: Webhook;

  constructor(
    private readonly store: Store,
    private readonly faults: Faults,
    private readonly options: { url: string | undefined; log: (line: string) => void },
  ) {
    this.signer = new Webhook(store.state.keys.webhookSecret);
    this.schedule();
  }

  /** Queues an event; the caller saves the state. */
  send(type: EventType, data: object): void {
    if (!this.options.url || this.faults.current.webhooks === 'off') return;
    const timestamp = Date.now();
    const body = JSON.stringify({
      object: 'event',
      type,
      data,
      timestamp,
      instance_id: this.store.state.keys.instanceId,
      event_attributes: { http_request: { client_ip: '127.0.0.1', user_agent: 'local Clerk' } },
    });
    const delivery: StoredDelivery = {
      id: newId('msg'),
      body,
      attempt: 0,
      dueAt: timestamp + this.faults.current.webhookDelayMs,
    };
    this.reorder(delivery);
    for (let copy = 0; copy <= this.faults.current.webhookDuplicates; copy++)
      this.store.state.deliveries.push(copy === 0 ? delivery : { ...delivery });
    this.schedule();
  }

  /** Stops sending; resolves when nothing is under way any more. */
  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await Promise.allSettled(this.underWay);
  }

  private reorder(delivery: StoredDelivery): void {
    if (!this.faults.current.webhookReorder) return;
    if (this.held) {
      this.overtaken.set(delivery, this.held);
      this.held.dueAt = delivery.dueAt + LONGEST_ATTEMPT_MS; // unless the attempt ends sooner
      this.held = null;
    } else {
      delivery.dueAt += REORDER_MS;
      this.held = delivery;
    }
  }

  private schedule(): void {
    if (this.stopped) return;
    clearTimeout(this.timer);
    const { deliveries } = this.store.state;
    if (deliveries.length === 0) return;
    const next = Math.min(...deliveries.map((delivery) => delivery.dueAt));
    this.timer = setTimeout(() => this.deliverDue(), Math.max(0, next - Date.now()));
    this.timer.unref();
  }

  private deliverDue(): void {
    const { deliveries } = this.store.state;
    for (const delivery of deliveries.filter(({ dueAt }) => dueAt <= Date.now())) {
      delivery.dueAt = Date.now() + LONGEST_ATTEMPT_MS; // not again while it is under way
      if (delivery === this.held) this.held = null;
      const attempt = this.attempt(delivery).finally(() => this.underWay.delete(attempt));
      this.underWay.add(attempt);
    }
    this.schedule();
  }

  private async attempt(delivery: StoredDelivery): Promise<void> {
    const { deliveries } = this.store.state;
    const failure = await this.post(delivery);
    if (failure) this.options.log(`webhook ${delivery.id}, attempt ${delivery.attempt + 1}: ${failure}`);
    delivery.attempt += 1;
    const wait = WAITS_MS[delivery.attempt];
    if (failure && wait !== undefined) delivery.dueAt = Date.now() + wait;
    else deliveries.splice(deliveries.indexOf(delivery), 1);
    const held = this.overtaken.get(delivery);
    this.overtaken.delete(delivery);
    if (held) held.dueAt = Date.now();
    await this.store.save();
    this.schedule();
  }

  /** Posts once; gives what went wrong, or null. */
  private async post({ id, body }: StoredDelivery): Promise<string | null> {
    const now = new Date();
    const headers = {
      'content-type': 'application/json',
      'svix-id': id,
      'svix-timestamp': String(Math.floor(now.getTime() / 1000)),
      'svix-signature': this.signer.sign(id, now, body),
    };
    try {
      const answer = await fetch(this.options.url!, {
        method: 'POST',
        headers,
        body,
        signal: AbortSignal.timeout(TIMEOUT_MS),
        redirect: 'manual',
      });
      await answer.body?.cancel();
      return answer.ok ? null : `answered ${answer.status}`;
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  }
}
