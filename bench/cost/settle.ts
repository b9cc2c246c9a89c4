import { setTimeout as sleep } from 'node:timers/promises';
import type { Person, Side } from './side';

/** How long Clerk must not have been asked for anything before it counts as left alone, in ms. */
const QUIET_MS = 1_500;
const LOOK_EVERY_MS = 50;
/** How long a side may take to settle, in ms: above Clerk's limit, pushes wait longer and longer. */
const PATIENCE_MS = 600_000;

/** Waits until the app has asked Clerk for nothing for `ms`. */
export async function waitUntilQuiet({ stack: { clerk } }: Side, ms = QUIET_MS): Promise<void> {
  const began = Date.now();
  for (;;) {
    const last = Math.max(began, ...clerk.requests().map(({ endedAt }) => endedAt ?? Infinity));
    if (Date.now() - last >= ms) return;
    await sleep(LOOK_EVERY_MS);
  }
}

/**
 * Waits until Clerk is left alone and the app says that everybody's saves are confirmed.
 * @throws if that does not happen
 */
export async function waitUntilSettled(side: Side): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    await waitUntilQuiet(side);
    const pending = await countPending(side);
    if (pending === 0) return;
    if (Date.now() > deadline) throw new Error(`${side.name}: ${pending} people have saves that are not confirmed`);
  }
}

/** Returns how many people have a save that is not confirmed yet, by what the app tells their devices. */
export async function countPending({ unsettled }: Side): Promise<number> {
  for (const person of [...unsettled]) if (!(await isPending(person))) unsettled.delete(person);
  return unsettled.size;
}

async function isPending({ device }: Person): Promise<boolean> {
  const answer = await device.get('/api/profile');
  const { pending } = (await answer.json()) as { pending: string[] };
  return pending.length > 0;
}
