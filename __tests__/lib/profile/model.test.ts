import { rounds } from '../../support/model/commands';
import { openInbox, type Inbox } from '../../support/model/inbox';
import { Stage, type Tally } from '../../support/model/run';
import { startWorld, type World } from '../../support/world';
import fc from 'fast-check';

/** How many users live through one stretch of weather together: each is a schedule of its own. */
const USERS = 5;
const SCHEDULES = Number(process.env.PERDURE_SCHEDULES ?? 300);
const SEED = Number(process.env.PERDURE_SEED ?? Date.now() % 2 ** 31);

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
    const tally: Tally = { schedules: 0, faults: 0, kills: 0, acknowledged: 0 };
    const stretch = fc.asyncProperty(rounds(USERS), (rounds) => new Stage(world, inbox, tally).play(rounds, USERS));
    for (let seed = SEED; tally.schedules < SCHEDULES; seed += 1) {
      const found = await fc.check(stretch, { numRuns: Math.ceil((SCHEDULES - tally.schedules) / USERS), seed, endOnFailure: false });
      if (found.failed) throw new Error(`${fc.defaultReportMessage(found)}\nRun it again: npm run test:soak -- --schedules ${SCHEDULES} --seed ${SEED}`, { cause: found.errorInstance });
    }
    process.stdout.write(`${JSON.stringify({ ...tally, seed: SEED })}\n`);
    expect(tally.acknowledged).toBeGreaterThan(SCHEDULES / 2);
    expect(tally.kills).toBeGreaterThan(0);
  },
  Math.max(240_000, SCHEDULES * 1_000),
);
