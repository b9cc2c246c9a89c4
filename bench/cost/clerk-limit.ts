import { setTimeout as sleep } from 'node:timers/promises';
import { inTurn, type Row, type Run } from './run';
import { atRate, saveAtRate, saveUntilAcknowledged } from './saves';
import { waitUntilSettled } from './settle';
import { withSides, type Side } from './side';

/** More than the 50 that Clerk takes of saves that are two calls each: its limit is 1000 updates in 10 s. */
const SAVES_A_SECOND = 60;
const CLERK_MS = 150;
/** After how long none of the calls before count at Clerk any more, in ms. */
const CLERK_FORGETS_MS = 10_000;

interface Burst {
  saves: number;
  /** when Clerk answered the last write of each, in s after the first save, the soonest first */
  confirmedAfter: number[];
  /** saves that a busy app did not take at first */
  sentAgain: number;
  /** calls that Clerk turned down for being too many */
  tooMany: number;
}

/** Returns after how many seconds this share of the saves was confirmed, 0 to 1. */
const secondsTo = ({ confirmedAfter }: Burst, share: number): number =>
  confirmedAfter[Math.ceil(confirmedAfter.length * share) - 1] ?? NaN;

const perSecond = (burst: Burst, share: number): string => ((burst.saves * share) / secondsTo(burst, share)).toFixed(1);

/**
 * Measures how many saves a second are confirmed when more are made than Clerk's limit lets through, webhooks on. Each
 * save is of another person, so that no two become one push.
 */
export async function measureClerkLimit(run: Run): Promise<Row[]> {
  const ms = run.size(20_000, 3_000);
  const people = (SAVES_A_SECOND * ms) / 1_000;
  return withSides(run, run.builds, { people, webhooks: true, limits: 'clerk' }, async (sides) => {
    for (const side of sides) {
      await saveAtRate(side, 10, run.size(20_000, 3_000)); // not measured: the first requests compile
      await waitUntilSettled(side);
      side.stack.clerk.faults.set({ slowMs: CLERK_MS });
    }
    const bursts = sides.map((): Burst[] => []);
    for (let round = 0; round < run.size(2, 1); round += 1)
      for (const side of inTurn(sides, round)) {
        await sleep(CLERK_FORGETS_MS);
        const burst = await measureBurst(side, ms);
        bursts[sides.indexOf(side)]!.push(burst);
        console.log(`  ${side.name}: ${perSecond(burst, 0.95)} confirmed a second`);
      }
    const row = (what: string, of: (burst: Burst) => string): Row => ({
      what,
      cells: Object.fromEntries(sides.map(({ name }, which) => [name, bursts[which]!.map(of).join('; ')])),
    });
    return [
      row(`saves confirmed a second until 95 % are, ${SAVES_A_SECOND}/s made`, (burst) => perSecond(burst, 0.95)),
      row('the same until all are', (burst) => perSecond(burst, 1)),
      row('all confirmed, s after the first save', (burst) => `${secondsTo(burst, 1).toFixed(1)} (${burst.saves})`),
      row('of them sent again, since the app was busy', (burst) => String(burst.sentAgain)),
      row('calls that Clerk turned down (429)', (burst) => String(burst.tooMany)),
    ];
  });
}

async function measureBurst(side: Side, ms: number): Promise<Burst> {
  const began = Date.now();
  const times = await atRate(side, SAVES_A_SECOND, ms, () => saveUntilAcknowledged(side));
  await waitUntilSettled(side);
  // the log is in the order in which the calls came; those of one person are made one after the other
  const writes = side.stack.clerk.requests().filter(({ at, method }) => at >= began && method === 'PATCH');
  const ended = new Map<string, number>();
  for (const { path, status, endedAt } of writes)
    if (status === 200 && endedAt !== null) ended.set(path.split('/')[3]!, (endedAt - began) / 1_000);
  return {
    saves: times.length,
    confirmedAfter: [...ended.values()].sort((a, b) => a - b),
    sentAgain: times.filter((count) => count > 1).length,
    tooMany: writes.filter(({ status }) => status === 429).length,
  };
}
