import { palette } from '@/lib/profile/palette';
import { DOUBT_LASTS_MS } from '@/lib/profile/merge';
import type { Patch } from '@/lib/profile/values';
import type { Behaviour } from './clerk';
import { realCore, type Core } from './core';
import { SimulatedWorld, Violation, type Work } from './world';

/**
 * One thing that happens in a schedule. `pick` chooses among what is there at that moment. Values are new with each edit, unless a save takes
 * those of so many edits before (`back`).
 */
export type Command =
  | { do: 'save'; fields: number; back: number }
  | { do: 'direct' | 'edit'; fields: number }
  | { do: 'push' | 'pull' }
  | { do: 'step' | 'kill' | 'webhook' | 'duplicate' | 'land'; pick: number }
  | { do: 'wait'; ms: number }
  | { do: 'clerk'; behaviour: Behaviour }
  | { do: 'webhooks'; on: boolean };

export interface Outcome {
  violation: string | null;
  acknowledged: number;
  faults: number;
}

const behaviours: Behaviour[] = ['well', 'well', 'fails', 'limits', 'loses answers', 'applies late', 'refuses last names', 'refuses last names unnamed'];
const colours = Object.keys(palette);

/** Pseudo-random numbers in [0, 1) from a seed (mulberry32, Tommy Ettinger, public domain). */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** A schedule of at most `length` commands. */
export function scheduleOf(random: () => number, length = 40): Command[] {
  const below = (n: number) => Math.floor(random() * n);
  return Array.from({ length: 5 + below(length - 5) }, (): Command => {
    const die = random();
    if (die < 0.11) return { do: 'save', fields: 1 + below(7), back: random() < 0.2 ? 1 + below(3) : 0 };
    if (die < 0.13) return { do: 'direct', fields: 1 + below(7) };
    if (die < 0.17) return { do: 'edit', fields: 1 + below(7) };
    if (die < 0.33) return { do: 'push' };
    if (die < 0.38) return { do: 'pull' };
    if (die < 0.62) return { do: 'step', pick: below(8) };
    if (die < 0.65) return { do: 'kill', pick: below(8) };
    if (die < 0.71) return { do: 'webhook', pick: below(8) };
    if (die < 0.73) return { do: 'duplicate', pick: below(8) };
    if (die < 0.77) return { do: 'land', pick: below(8) };
    if (die < 0.88) return { do: 'wait', ms: [0, 1, 2_000, 5_000, 16_000, 16_000][below(6)]! };
    if (die < 0.97) return { do: 'clerk', behaviour: behaviours[below(behaviours.length)]! };
    return { do: 'webhooks', on: random() < 0.5 };
  });
}

/** Runs one schedule to its end and then until everything has settled, with a Clerk that is `well` then, or keeps names in its own way. */
export function runSchedule(commands: readonly Command[], seed: number, core: Core = realCore, atLast: 'well' | 'keeps names in capitals' = 'well'): Outcome {
  const world = new SimulatedWorld(core, randomFrom(seed));
  const outcome = (violation: string | null): Outcome => ({ violation, acknowledged: world.acknowledged, faults: world.clerk.faults });
  try {
    const working = perform(world, commands);
    settle(world, working, atLast);
    return outcome(null);
  } catch (error) {
    if (error instanceof Violation) return outcome(error.message);
    throw error;
  }
}

function perform(world: SimulatedWorld, commands: readonly Command[]): Work[] {
  const working: Work[] = [];
  let count = 0;
  const edit = ({ fields, back = 0 }: { fields: number; back?: number }): Patch => {
    if (back === 0) count += 1;
    const n = Math.max(1, count - back);
    const colour = colours[n];
    return { ...(fields & 1 && { firstName: `f${n}` }), ...(fields & 2 && { lastName: `l${n}` }), ...(fields & 4 && colour && { avatarColor: colour }) } as Patch;
  };
  const begin = (work: Work) => {
    if (!work.next().done) working.push(work);
  };
  for (const command of commands) {
    switch (command.do) {
      case 'save':
      case 'edit':
      case 'direct': {
        const patch = edit(command);
        if (Object.keys(patch).length === 0) break;
        if (command.do === 'direct') begin(world.saveDirectly(patch));
        else world[command.do](patch);
        break;
      }
      case 'push':
      case 'pull':
        begin(world[command.do]());
        break;
      case 'step': {
        const work = working[command.pick % (working.length || 1)];
        if (work?.next().done) working.splice(working.indexOf(work), 1);
        break;
      }
      case 'kill':
        working.splice(command.pick % (working.length || 1), 1)[0]?.return();
        break;
      case 'webhook':
      case 'duplicate': {
        const { webhooks } = world.clerk;
        const index = command.pick % (webhooks.length || 1);
        const webhook = webhooks[index];
        if (!webhook) break;
        if (command.do === 'webhook') webhooks.splice(index, 1);
        begin(world.deliver(webhook.user));
        break;
      }
      case 'land': {
        const [late] = world.clerk.lateWrites.splice(command.pick % (world.clerk.lateWrites.length || 1), 1);
        if (late) world.clerk.apply(late);
        break;
      }
      case 'wait':
        world.now += command.ms;
        break;
      case 'clerk':
        world.clerk.behaviour = command.behaviour;
        break;
      case 'webhooks':
        world.clerk.webhooksOn = command.on;
    }
  }
  return working;
}

/** Faults and edits stop; what is under way ends or has died; late writes land; then the background work runs for a while. */
function settle(world: SimulatedWorld, working: Work[], behaviour: Behaviour): void {
  world.clerk.behaviour = behaviour;
  for (const work of working) finish(work);
  world.forget();
  for (const late of world.clerk.lateWrites.splice(0)) world.clerk.apply(late);
  // pushing alone gets everything through: nothing pending may depend on somebody reading
  for (let round = 0; round < 4; round++) {
    world.now += 60_000;
    finish(world.push());
  }
  world.checkNothingPending();
  for (let round = 0; round < 6; round++) {
    world.now += 20_000;
    finish(world.push());
    finish(world.pull());
    for (const { user } of world.clerk.webhooks.splice(0)) finish(world.deliver(user));
    if (round > 0 && world.isQuiet()) break;
  }
  world.now += DOUBT_LASTS_MS;
  finish(world.pull());
  world.checkSettled();
}

function finish(work: Work): void {
  while (!work.next().done);
}

/** The shortest schedule found that still fails: commands are left out one after the other while it does. */
export function shrink(commands: readonly Command[], seed: number, core: Core = realCore): Command[] {
  let smallest = [...commands];
  for (let again = true; again; ) {
    again = false;
    for (let i = smallest.length - 1; i >= 0; i--) {
      const without = smallest.filter((_, index) => index !== i);
      if (!runSchedule(without, seed, core).violation) continue;
      smallest = without;
      again = true;
    }
  }
  return smallest;
}

/** The first seed from `from` on, of `count`, whose schedule breaks a rule; null where none does. */
export function findViolation(from: number, count: number, core: Core = realCore) {
  let acknowledged = 0;
  let faults = 0;
  for (let seed = from; seed < from + count; seed++) {
    const commands = scheduleOf(randomFrom(seed));
    const outcome = runSchedule(commands, seed, core);
    acknowledged += outcome.acknowledged;
    faults += outcome.faults;
    if (outcome.violation) return { seed, violation: outcome.violation, commands: shrink(commands, seed, core), acknowledged, faults, runs: seed - from + 1 };
  }
  return { seed: null, violation: null, commands: [], acknowledged, faults, runs: count };
}
