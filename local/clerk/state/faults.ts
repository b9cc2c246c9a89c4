import { z } from 'zod';

const faultsSchema = z.strictObject({
  /** which API the switches below are about; people stay signed in while only the Backend API fails */
  scope: z.enum(['bapi', 'fapi', 'all']),
  /** the id of the user whose requests alone are concerned; null: everybody's */
  about: z.string().nullable(),
  /** the port is closed: connections are refused */
  down: z.boolean(),
  /** every request is answered with this failure and does nothing */
  status: z.union([z.literal(500), z.literal(503), z.literal(429), z.literal(401)]).nullable(),
  /** only requests whose path ends so are: `/metadata`; "": all */
  statusAt: z.string(),
  /** with a 429: its Retry-After, in seconds */
  retryAfter: z.int().nonnegative(),
  /** every answer comes this much later, in ms */
  slowMs: z.int().nonnegative(),
  /** requests are never answered and do nothing */
  hang: z.boolean(),
  /** requests take effect, and the connection breaks before the answer */
  loseAnswer: z.boolean(),
  /**
   * writes are never answered, and take effect this much later, in ms; with `loseAnswer` their connection breaks at
   * once
   */
  applyLateMs: z.int().nonnegative().nullable(),
  /** writes of these parameters are refused: `last_name`, `public_metadata.avatarColor` */
  refuseFields: z.array(z.string()),
  /** such a refusal does not say which parameter it is about */
  refuseUnnamed: z.boolean(),
  webhooks: z.enum(['on', 'off']),
  /** how many times more each webhook is sent, with the same id */
  webhookDuplicates: z.int().min(0).max(10),
  /** every webhook waits for the next one and is sent after it (or alone, a second later) */
  webhookReorder: z.boolean(),
  /** every webhook is sent this much later, in ms */
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

/** The switches. Whoever must act when one is turned listens with `onChange`. */
export class Faults {
  private settings: FaultSettings = { ...none };
  private readonly listeners: (() => void)[] = [];

  get current(): Readonly<FaultSettings> {
    return this.settings;
  }

  /** True where `api` is meant by the switches. */
  concerns(api: 'bapi' | 'fapi'): boolean {
    return this.settings.scope === api || this.settings.scope === 'all';
  }

  /** Turns the switches given; the others stay. */
  set(patch: Partial<FaultSettings>): void {
    this.settings = { ...this.settings, ...faultPatchSchema.parse(patch) };
    for (const listener of this.listeners) listener();
  }

  /** Turns all off. */
  reset(): void {
    this.set(none);
  }

  onChange(listener: () => void): void {
    this.listeners.push(listener);
  }
}
