import { z } from 'zod';

const faultsSchema = z.strictObject({
  /** the API that fails; people stay signed in while only the Backend API does */
  scope: z.enum(['bapi', 'fapi', 'all']),
  /** id of the only user whose requests fail, lists with them too; null: everybody's do */
  about: z.string().nullable(),
  /** the port is closed: connections are refused */
  down: z.boolean(),
  /** every request fails with this status and has no effect */
  status: z.union([z.literal(500), z.literal(503), z.literal(429), z.literal(401)]).nullable(),
  /** limits `status` to paths with this ending, `/metadata` say; "": all paths */
  statusAt: z.string(),
  /** Retry-After of a 429, in seconds */
  retryAfter: z.int().nonnegative(),
  /** delay of every answer, in ms */
  slowMs: z.int().nonnegative(),
  /** requests are never answered and have no effect */
  hang: z.boolean(),
  /** requests take effect, and the connection breaks before the answer */
  loseAnswer: z.boolean(),
  /** delay after which writes take effect, unanswered, in ms; with `loseAnswer` their connection breaks at once */
  applyLateMs: z.int().nonnegative().nullable(),
  /** parameters whose writes are refused: `last_name`, `public_metadata.avatarColor` */
  refuseFields: z.array(z.string()),
  /** such a refusal does not name the parameter */
  refuseUnnamed: z.boolean(),
  webhooks: z.enum(['on', 'off']),
  /** how many copies of each webhook are sent besides, with the same id */
  webhookDuplicates: z.int().min(0).max(10),
  /** every webhook waits for the next one and is sent after it (or alone, a second later) */
  webhookReorder: z.boolean(),
  /** delay of every webhook, in ms */
  webhookDelayMs: z.int().nonnegative(),
});

export type FaultSettings = z.infer<typeof faultsSchema>;
export const faultPatchSchema = faultsSchema.partial();

const none: FaultSettings = {
  scope: 'bapi',
  about: null,
  down: false,
  status: null,
  statusAt: '',
  retryAfter: 10,
  slowMs: 0,
  hang: false,
  loseAnswer: false,
  applyLateMs: null,
  refuseFields: [],
  refuseUnnamed: false,
  webhooks: 'on',
  webhookDuplicates: 0,
  webhookReorder: false,
  webhookDelayMs: 0,
};

/** The fault settings now in force. `onChange` listeners are called after every change. */
export class Faults {
  private settings: FaultSettings = { ...none };
  private readonly listeners: (() => void)[] = [];

  get current(): Readonly<FaultSettings> {
    return this.settings;
  }

  /** Returns whether `api` is the one that fails. */
  concerns(api: 'bapi' | 'fapi'): boolean {
    return this.settings.scope === api || this.settings.scope === 'all';
  }

  /** Changes the settings given; the others stay. */
  set(patch: Partial<FaultSettings>): void {
    this.settings = { ...this.settings, ...faultPatchSchema.parse(patch) };
    for (const listener of this.listeners) listener();
  }

  /** Clears every fault. */
  reset(): void {
    this.set(none);
  }

  onChange(listener: () => void): void {
    this.listeners.push(listener);
  }
}
