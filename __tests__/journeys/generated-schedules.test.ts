import { rounds } from '../support/model/commands';
import { openInbox, type Inbox } from '../support/model/inbox';
import { Broken, ModelRun, type Tally } from '../support/model/run';
import { startWorld, type World } from '../support/world';
import fc from 'fast-check';

/** How many users go through the same faults together: each is a schedule of its own. */
const USERS = 5;
const SCHEDULES = Number(process.env.PERDURE_SCHEDULES ?? 150);
const SEED = Number(process.env.PERDURE_SEED ?? Date.now() % 2 ** 31);

/** How long to run schedules, and to shrink one that breaks a rule, in ms. */
const LIMIT_MS = Math.max(240_000, SCHEDULES * 400);

let world: World;
let inbox: Inbox;
beforeAll(async () => {
  inbox = await openInbox();
  world = await startWorld({ webhookUrl: inbox.url, limits: { perUser: 1e6, perInstance: 1e6 } });
});
afterAll(async () => {
  await world.stop();
  await inbox.stop();
});

it(
  'whatever fails and whoever dies on the way, nothing acknowledged is lost and nothing goes back',
  async () => {
    const tally: Tally = { schedules: 0, faults: 0, kills: 0, acknowledged: 0, lost: 0, regressions: 0 };
    // the counts at the time a rule was broken: shrinking is not counted
    let first: Tally | undefined;
    const stretch = fc.asyncProperty(rounds(USERS), (rounds) =>
      new ModelRun(world, inbox, tally).play(rounds, USERS).catch((error: unknown) => {
        if (!first)
          process.stdout.write(
            `A rule is broken: ${String(error)}\nNow looking for a shorter schedule that breaks it.\n`,
          );
        first ??= { ...tally, ...(error instanceof Broken && error.kind !== 'other' && { [error.kind]: 1 }) };
        throw error;
      }),
    );
    for (let seed = SEED; tally.schedules < SCHEDULES; seed += 1) {
      const found = await fc.check(stretch, {
        numRuns: Math.ceil((SCHEDULES - tally.schedules) / USERS),
        seed,
        interruptAfterTimeLimit: LIMIT_MS,
        endOnFailure: process.env.PERDURE_SHRINK === '0',
      });
      if (!found.failed) continue;
      process.stdout.write(`${JSON.stringify({ ...first, seed })}\n`);
      throw new Error(
        `${fc.defaultReportMessage(found)}\nRun it again: PERDURE_SCHEDULES=${SCHEDULES} PERDURE_SEED=${SEED} ` +
          'npx jest --selectProjects server --testPathPatterns journeys/generated-schedules',
        { cause: found.errorInstance },
      );
    }
    process.stdout.write(`${JSON.stringify({ ...tally, seed: SEED })}\n`);
    expect(tally.acknowledged).toBeGreaterThan(SCHEDULES / 2);
    expect(tally.kills).toBeGreaterThan(0);
  },
  LIMIT_MS + 60_000,
);
