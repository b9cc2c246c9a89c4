import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from '../../__tests__/e2e/support/stack';
import type { Row, Run } from './run';
import { allAcknowledged, timeSave } from './saves';
import { waitUntilQuiet, waitUntilSettled } from './settle';
import { withSides, type Side } from './side';

/** How long Clerk is left alone after a save until the next one, in ms: the push is then settled in Postgres too. */
const AFTER_SAVE_MS = 500;
/** After how long without work a connection has told Postgres of its transactions at last, in ms, and a margin. */
const REPORTED_AFTER_MS = 11_000;

interface Counts {
  /** all that was sent, BEGIN and COMMIT included */
  statements: number;
  /** those between a BEGIN and its COMMIT are one */
  blocks: number;
  /** by Postgres' own count: a statement outside of a block is one too */
  commits: number;
}

/** Measures statements and transactions of a save with its push; what the app does anyway is measured and left out. */
export async function measureStatements(run: Run): Promise<Row[]> {
  const saves = run.size(30, 4);
  return withSides(run, run.builds, { people: saves, webhooks: true }, async (sides) => {
    const rows: Row[] = [];
    for (const webhooks of ['off', 'on'] as const) {
      const counted = await Promise.all(
        sides.map(async (side) => {
          side.stack.clerk.faults.set({ webhooks });
          return [side.name, await countPerSave(run, side, saves)] as const;
        }),
      );
      const row = (what: string, which: keyof Counts): Row => ({
        what: `${what} of a save, webhooks ${webhooks}`,
        cells: Object.fromEntries(counted.map(([name, counts]) => [name, counts[which].toFixed(1)])),
      });
      rows.push(
        row('statements, BEGIN and COMMIT included,', 'statements'),
        row('BEGIN … COMMIT blocks', 'blocks'),
        row('transactions (xact_commit)', 'commits'),
      );
    }
    return rows;
  });
}

async function countPerSave(run: Run, side: Side, saves: number): Promise<Counts> {
  for (let n = 0; n < saves; n += 1) await timeSave(side); // not counted: a first save can differ
  await waitUntilSettled(side);
  await sleep(REPORTED_AFTER_MS);

  const began = performance.now();
  const before = await readCounts(run, side);
  for (let n = 0; n < saves; n += 1) {
    allAcknowledged([await timeSave(side)]);
    await waitUntilQuiet(side, AFTER_SAVE_MS);
  }
  await sleep(REPORTED_AFTER_MS);
  const after = await readCounts(run, side);
  await sleep(performance.now() - began);
  const idle = await readCounts(run, side);
  await waitUntilSettled(side);

  const perSave = (which: keyof Counts) => (2 * after[which] - before[which] - idle[which]) / saves;
  return { statements: perSave('statements'), blocks: perSave('blocks'), commits: perSave('commits') };
}

/** Reads Postgres' counters on a connection to another database, so that the reading is not counted. */
async function readCounts({ postgres }: Run, { stack }: Side): Promise<Counts> {
  const database = `'${new URL(stack.databaseUrl).pathname.slice(1)}'`;
  const [row] = await sql(
    postgres.url(),
    `SELECT sum(calls)::int AS statements, (sum(calls) FILTER (WHERE query ILIKE 'COMMIT%'))::int AS blocks,
       (SELECT xact_commit::int FROM pg_stat_database WHERE datname = ${database}) AS commits
     FROM pg_stat_statements JOIN pg_database ON pg_database.oid = dbid WHERE datname = ${database}`,
  );
  return row as unknown as Counts;
}
