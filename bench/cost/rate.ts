import { quantile } from '../support/figures';
import { inTurn, type Row, type Run } from './run';
import { saveAtRate, type TimedSave } from './saves';
import { waitUntilSettled } from './settle';
import { withSides, type Side } from './side';

const PEOPLE = 300;
const RATES = [10, 20, 30, 40, 50, 60];
/** What 99 of 100 answers must not exceed, in ms. */
const P99_MS = 100;
/** After so many rates that were too much for a side, it is asked no more. */
const MOST_FAILURES = 2;

/** Measures up to how many saves a second 99 of 100 are answered within 100 ms. Nobody waits for earlier answers. */
export async function measureRate(run: Run): Promise<Row[]> {
  return withSides(run, run.builds, { people: PEOPLE }, async (sides) => {
    for (const side of sides) {
      await saveAtRate(side, 10, run.size(30_000, 3_000)); // not measured: the first requests compile
      await waitUntilSettled(side);
    }
    const kept = new Map(sides.map((side) => [side, { failures: 0, best: 0 }]));
    const rows: Row[] = [];
    for (const [round, rate] of run.size(RATES, [10, 60]).entries()) {
      const cells: Row['cells'] = {};
      for (const side of inTurn(sides, round)) {
        const record = kept.get(side)!;
        if (record.failures >= MOST_FAILURES) continue;
        const saves = await saveAtRate(side, rate, run.size(15_000, 4_000));
        await waitUntilSettled(side);
        if (isKept(saves)) record.best = Math.max(record.best, rate);
        else record.failures += 1;
        cells[side.name] = timesOf(saves);
        console.log(`  ${side.name} at ${rate}/s: ${cells[side.name]}`);
      }
      rows.push({ what: `answer at ${rate} saves/s, p50 / p95 / p99 ms`, cells });
    }
    return [...rows, { what: `most saves/s with p99 under ${P99_MS} ms`, cells: bestOf(kept) }];
  });
}

const isKept = (saves: TimedSave[]): boolean =>
  saves.every(({ failure }) => failure === null) &&
  quantile(
    saves.map(({ took }) => took),
    0.99,
  ) < P99_MS;

const bestOf = (kept: Map<Side, { best: number }>): Row['cells'] =>
  Object.fromEntries([...kept].map(([{ name }, { best }]) => [name, String(best)]));

/** Returns the times of the answers, and how many saves were not acknowledged. */
function timesOf(saves: TimedSave[]): string {
  const took = saves.map((save) => save.took);
  const failed = saves.filter(({ failure }) => failure !== null).length;
  const times = [0.5, 0.95, 0.99].map((q) => quantile(took, q).toFixed(0)).join(' / ');
  return failed === 0 ? times : `${times}, ${failed} of ${saves.length} not acknowledged`;
}
