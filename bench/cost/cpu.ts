import { rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { quantile } from '../support/figures';
import { cpuOf } from '../support/process';
import { buildWithPage } from '../support/copy-with-page';
import { inTurn, type Row, type Run } from './run';
import { allAcknowledged, saveAtRate } from './saves';
import { countPending, waitUntilQuiet, waitUntilSettled } from './settle';
import { withSides, type Side } from './side';

/** Enough that nobody saves again within the 2 s in which their saves would become one push. */
const PEOPLE = 200;
const SAVES_A_SECOND = 10;

/**
 * Measures the CPU time of the app's process for each save, its push included: user and system, from /proc. Beside
 * the builds, the textbook action and one that does nothing, both in one process.
 */
export async function measureCpu(run: Run): Promise<Row[]> {
  const dir = buildWithPage('textbook');
  try {
    const builds = [...run.builds, { name: 'textbook', dir }];
    return await withSides(run, builds, { people: PEOPLE }, async (opened) => {
      const copy = opened.at(-1)!;
      const sides: Side[] = [
        ...opened.slice(0, -1),
        { ...copy, action: ['/textbook', 'saveTextbookAction'] },
        { ...copy, name: 'nothing', action: ['/textbook', 'doNothingAction'] },
      ];
      return measureSides(run, sides);
    });
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

async function measureSides({ size }: Run, sides: Side[]): Promise<Row[]> {
  for (const side of sides) {
    await saveAtRate(side, SAVES_A_SECOND, size(30_000, 3_000)); // not measured: the first requests compile
    await waitUntilSettled(side);
  }
  const perSave = sides.map((): number[] => []);
  const idle = sides.map((): number[] => []);
  for (let round = 0; round < size(5, 2); round += 1)
    for (const side of inTurn(sides, round)) {
      const which = sides.indexOf(side);
      idle[which]!.push(await idleCpu(side, size(5_000, 2_000)));
      perSave[which]!.push(await cpuPerSave(side, size(15_000, 4_000)));
      console.log(`  ${side.name}: ${perSave[which]!.at(-1)!.toFixed(1)} ms a save`);
    }
  return toRows(sides, perSave, idle);
}

/** Returns the CPU time of each save until Clerk is left alone, in ms. */
async function cpuPerSave(side: Side, ms: number): Promise<number> {
  const before = cpuOf(side.app.pid);
  const saves = allAcknowledged(await saveAtRate(side, SAVES_A_SECOND, ms));
  await waitUntilQuiet(side);
  const used = cpuOf(side.app.pid) - before;
  if ((await countPending(side)) > 0) throw new Error(`${side.name}: Clerk is left alone, and not all is confirmed`);
  return used / saves.length;
}

/** Returns the CPU time that a process without requests uses in a second, in ms. */
async function idleCpu({ app }: Side, ms: number): Promise<number> {
  const before = cpuOf(app.pid);
  await sleep(ms);
  return (cpuOf(app.pid) - before) / (ms / 1_000);
}

function toRows(sides: Side[], perSave: number[][], idle: number[][]): Row[] {
  const cells = (of: (which: number) => string) => Object.fromEntries(sides.map(({ name }, i) => [name, of(i)]));
  const ofThis = perSave[0]!;
  const gains = (which: number) => perSave[which]!.map((one, round) => 100 * (one / ofThis[round]! - 1));
  const median = (values: number[], digits: number) => quantile(values, 0.5).toFixed(digits);
  return [
    { what: 'CPU of a save, ms: median', cells: cells((which) => median(perSave[which]!, 1)) },
    {
      what: 'the same, round by round',
      cells: cells((which) => perSave[which]!.map((ms) => ms.toFixed(1)).join(', ')),
    },
    {
      what: `beside ${sides[0]!.name}: median, and each pair`,
      cells: cells((which) =>
        which === 0
          ? ''
          : `${median(gains(which), 0)} % (${gains(which)
              .map((gain) => gain.toFixed(0))
              .join(', ')})`,
      ),
    },
    { what: 'CPU of the idle process, ms a second', cells: cells((which) => median(idle[which]!, 1)) },
  ];
}
