import { palette } from '@/lib/profile/model/colors/palette';
import { IN_FLIGHT_MS } from '@/lib/profile/core/echo';
import type { Patch } from '@/lib/profile/model/values';
import type { Behaviour } from './clerk';
import { realCore, type Core } from './core';
import { SimulatedWorld, Violation, type Work } from './world';

/**
 * One event of a schedule. `pick` chooses among what there is at that moment. Each edit has new values; a save with
 * `back` has those of so many edits before.
 */
export type Command =
  /** `push`: under the lease that the save takes */
  | { do: 'save'; fields: number; back: number; push: boolean }
  | { do: 'direct' | 'edit'; fields: number }
  /** whatever is due, or a read that somebody asks for */
  | { do: 'reconcile' | 'read' }
  /** all running work ends */
  | { do: 'rest' }
  | { do: 'step' | 'kill' | 'webhook' | 'duplicate' | 'land'; pick: number }
  | { do: 'wait'; ms: number }
  | { do: 'clerk'; behaviour: Behaviour }
  | { do: 'webhooks'; on: boolean };

/** What a schedule led to: the rule that it broke, or null, and how much happened. */
export interface Outcome {
  violation: string | null;
  acknowledged: number;
  faults: number;
}

const behaviours: Behaviour[] = [
  'well',
  'well',
  'fails',
  'limits',
  'loses answers',
  'applies late',
  'refuses last names',
  'refuses last names unnamed',
];
const colours = Object.keys(palette);

/** Returns a generator of pseudo-random numbers in [0, 1) from a seed (mulberry32, Tommy Ettinger, public domain). */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

type Weights = Record<Command['do'], number>;
const usual: Weights = {
  save: 11,
  direct: 2,
  edit: 4,
  reconcile: 16,
  read: 5,
  step: 24,
  kill: 3,
  webhook: 6,
  duplicate: 2,
  land: 4,
  rest: 3,
  wait: 8,
  clerk: 9,
  webhooks: 3,
};
/** The weights while Postgres is unreachable for everybody. */
const postgresUnreachable: Weights = {
  ...usual,
  save: 0,
  direct: 16,
  edit: 8,
  reconcile: 6,
  step: 30,
  webhook: 10,
  rest: 8,
  wait: 4,
  clerk: 3,
  webhooks: 0,
};

/** The weights while some processes reach Postgres, and others do not. */
const mixed: Weights = {
  ...usual,
  save: 9,
  direct: 10,
  edit: 10,
  reconcile: 12,
  step: 26,
  webhook: 12,
  duplicate: 4,
  rest: 7,
  wait: 6,
  clerk: 5,
  webhooks: 1,
};

/** Returns one of the commands, by their weights. `die` is in [0, 1). */
function draw(weights: Weights, die: number): Command['do'] {
  const all = Object.entries(weights) as [Command['do'], number][];
  let left = die * all.reduce((sum, [, weight]) => sum + weight, 0);
  return all.find(([, weight]) => (left -= weight) < 0)![0];
}

/** Two direct saves of which the first lands last: chance hardly ever leads there. */
const crossing: Command[] = [
  { do: 'rest' },
  { do: 'direct', fields: 4 },
  { do: 'direct', fields: 4 },
  ...[0, 1, 1, 0].map((pick) => ({ do: 'step' as const, pick })),
  { do: 'rest' },
];

/**
 * Returns a schedule of about `length` commands at most. In some, Postgres is unreachable for all or some processes,
 * and two direct saves cross each other.
 */
export function scheduleOf(random: () => number, length = 40): Command[] {
  const below = (n: number) => Math.floor(random() * n);
  const weather = random();
  const weights = weather < 0.2 ? postgresUnreachable : weather < 0.4 ? mixed : usual;
  const commands = Array.from({ length: 5 + below(length - 5) }, (): Command => {
    const what = draw(weights, random());
    switch (what) {
      case 'save':
        return {
          do: what,
          fields: 1 + below(7),
          back: random() < 0.2 ? 1 + below(3) : 0,
          push: random() < 0.5,
        };
      case 'direct':
      case 'edit':
        return { do: what, fields: 1 + below(7) };
      case 'reconcile':
      case 'read':
      case 'rest':
        return { do: what };
      case 'step':
      case 'kill':
      case 'webhook':
      case 'duplicate':
      case 'land':
        return { do: what, pick: below(8) };
      case 'wait':
        return { do: what, ms: [0, 1, 2_000, 5_000, 9_000, 16_000][below(6)]! };
      case 'clerk':
        return { do: what, behaviour: behaviours[below(behaviours.length)]! };
      case 'webhooks':
        return { do: what, on: random() < 0.5 };
    }
  });
  if (weights !== usual) commands.splice(below(commands.length), 0, ...crossing);
  return commands;
}

/**
 * Runs one schedule, lets everything settle, and returns the outcome. Meanwhile Clerk behaves as `atLast` says: well,
 * or with names in capitals.
 */
export function runSchedule(
  commands: readonly Command[],
  seed: number,
  core: Core = realCore,
  atLast: 'well' | 'keeps names in capitals' = 'well',
): Outcome {
  const world = new SimulatedWorld(core, randomFrom(seed));
  const outcome = (violation: string | null): Outcome => ({
    violation,
    acknowledged: world.acknowledged,
    faults: world.clerk.faults,
  });
  try {
    const running = perform(world, commands);
    settle(world, running, atLast);
    return outcome(null);
  } catch (error) {
    if (error instanceof Violation) return outcome(error.message);
    throw error;
  }
}

function perform(world: SimulatedWorld, commands: readonly Command[]): Work[] {
  const running: Work[] = [];
  let count = 0;
  const edit = ({ fields, back = 0 }: { fields: number; back?: number }): Patch => {
    if (back === 0) count += 1;
    const n = Math.max(1, count - back);
    const colour = colours[n];
    return {
      ...(fields & 1 && { firstName: `f${n}` }),
      ...(fields & 2 && { lastName: `l${n}` }),
      ...(fields & 4 && colour && { avatarColor: colour }),
    };
  };
  const begin = (work: Work) => {
    if (!work.next().done) running.push(work);
  };
  for (const command of commands) {
    switch (command.do) {
      case 'save':
      case 'edit':
      case 'direct': {
        const patch = edit(command);
        if (Object.keys(patch).length === 0) break;
        if (command.do === 'direct') begin(world.saveDirectly(patch));
        else if (command.do === 'edit') world.edit(patch, running.length === 0);
        else begin(world.save(patch, command.do === 'save' && command.push));
        break;
      }
      case 'reconcile':
      case 'read':
        begin(world.reconcile(command.do === 'read'));
        break;
      case 'step': {
        const work = running[command.pick % (running.length || 1)];
        if (work?.next().done) running.splice(running.indexOf(work), 1);
        break;
      }
      case 'rest':
        for (const work of running.splice(0)) finish(work);
        break;
      case 'kill':
        running.splice(command.pick % (running.length || 1), 1)[0]?.return();
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
  return running;
}

/**
 * Lets everything settle: faults and edits stop, running work ends, late writes land, and the background work runs for
 * a while.
 */
function settle(world: SimulatedWorld, running: Work[], behaviour: Behaviour): void {
  world.clerk.behaviour = behaviour;
  for (const work of running) finish(work);
  world.forgetLeases();
  for (const late of world.clerk.lateWrites.splice(0)) world.clerk.apply(late);
  // pushes alone confirm everything: no pending save may depend on a reader
  for (let round = 0; round < 4; round++) {
    world.now += 60_000;
    finish(world.reconcile());
  }
  world.checkNothingPending();
  for (let round = 0; round < 6; round++) {
    world.now += 20_000;
    finish(world.reconcile());
    finish(world.reconcile(true));
    for (const { user } of world.clerk.webhooks.splice(0)) finish(world.deliver(user));
    if (round > 0 && world.isQuiet()) break;
  }
  world.now += IN_FLIGHT_MS;
  finish(world.reconcile(true));
  world.checkSettled();
}

function finish(work: Work): void {
  while (!work.next().done);
}

/** Returns the shortest schedule found that still fails, by leaving out one command after the other. */
export function shrink(commands: readonly Command[], seed: number, core: Core = realCore): Command[] {
  let smallest = [...commands];
  for (let again = true; again;) {
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

/** Returns the first seed, of `count` from `from` on, whose schedule breaks a rule; its `seed` is null if none does. */
export function findViolation(from: number, count: number, core: Core = realCore) {
  let acknowledged = 0;
  let faults = 0;
  for (let seed = from; seed < from + count; seed++) {
    const commands = scheduleOf(randomFrom(seed));
    const outcome = runSchedule(commands, seed, core);
    acknowledged += outcome.acknowledged;
    faults += outcome.faults;
    if (outcome.violation)
      return {
        seed,
        violation: outcome.violation,
        commands: shrink(commands, seed, core),
        acknowledged,
        faults,
        runs: seed - from + 1,
      };
  }
  return { seed: null, violation: null, commands: [], acknowledged, faults, runs: count };
}
