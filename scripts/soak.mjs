// Plays generated schedules on a real Postgres, the real Clerk SDK and a local Clerk, on all cores, and counts what was
// lost (must be 0). npm run test:soak -- --schedules 10000 --seed 1 `--no-shrink` shows a schedule that broke a rule as
// it was, without looking for a shorter one.
import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    schedules: { type: 'string', default: '2000' },
    seed: { type: 'string', default: String(Date.now() % 2 ** 31) },
    'no-shrink': { type: 'boolean', default: false },
  },
});
const [schedules, seed] = [Number(values.schedules), Number(values.seed)];
if (!(schedules > 0) || !Number.isInteger(seed)) {
  console.error('Usage: npm run test:soak -- --schedules <how many> --seed <whole number>');
  process.exit(2);
}
const players = Math.min(availableParallelism(), schedules);
const root = join(import.meta.dirname, '..');
const started = Date.now();

/**
 * Plays a share of the schedules in a process of its own; returns its count, or what it printed where something was
 * broken.
 */
function play(share, ownSeed) {
  return new Promise((resolve) => {
    const env = {
      ...process.env,
      PERDURE_SCHEDULES: String(share),
      PERDURE_SEED: String(ownSeed),
      PERDURE_SHRINK: values['no-shrink'] ? '0' : '1',
    };
    const child = spawn(
      'npx',
      ['jest', '--selectProjects', 'server', '--testPathPatterns', 'journeys/generated-schedules'],
      { cwd: root, env },
    );
    let output = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (output += chunk));
    child.on('close', (code) =>
      resolve({ code, output, count: JSON.parse(/^\{"schedules".*\}$/m.exec(output)?.[0] ?? 'null') }),
    );
  });
}

console.log(`${schedules} schedules, seed ${seed}, on ${players} cores`);
const shares = Array.from(
  { length: players },
  (_, i) => Math.floor(schedules / players) + (i < schedules % players ? 1 : 0),
);
// far apart, because a player goes on with the next seed when some schedules were empty
const plays = await Promise.all(shares.map((share, i) => play(share, (seed + i * 100_003) % 2 ** 31)));

const sum = (name) => plays.reduce((total, { count }) => total + (count?.[name] ?? 0), 0);
const broken = plays.filter(({ code, count }) => code !== 0 || count === null);
for (const { output } of broken) console.log(output);
console.log(`schedules run        ${sum('schedules')}`);
console.log(`faults injected      ${sum('faults')}`);
console.log(`work killed half-way ${sum('kills')}`);
console.log(`saves acknowledged   ${sum('acknowledged')}`);
console.log(`saves lost           ${sum('lost')}`);
console.log(`regressions          ${sum('regressions')}`);
console.log(`took                 ${Math.round((Date.now() - started) / 1000)} s`);
if (broken.length > 0) console.log('FAILED: what broke a rule, or could not run, is above.');
process.exit(broken.length > 0 ? 1 : 0);
