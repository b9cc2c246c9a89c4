// All that is proven, at full size: two soaks, many simulations, every mutant, the load tests and every kill point.
// Takes about an hour; `npm test` runs the same smaller. Exits non-zero where anything was lost, went back or failed.
import { join } from 'node:path';
import { ensureInstalled } from './install.mjs';
import { clearResults, failed, report, results, secondsSince, step } from './run.mjs';

const SIMULATIONS = 100_000;
const SOAK = { seeds: [1, 2_000_003], schedules: 5_000 };
/** The browser tests that repeat something as often as `PERDURE_PROOF` says. */
const LOAD_TESTS = ['kill', 'listen-killed', 'noisy', 'two-apps'].map((name) => `processes/${name}.test.ts`);

const started = Date.now();
ensureInstalled();
clearResults();
await step('Prisma client', 'npx', ['prisma', 'generate']);

await step(
  `${SIMULATIONS} simulations, and every mutant`,
  'npx',
  [...['jest', '--testPathPatterns', 'core/simulation'], ...['--json', `--outputFile=${join(results, 'jest.json')}`]],
  { env: { PERDURE_SIMULATIONS: String(SIMULATIONS) } },
);

const soaks = [];
for (const seed of SOAK.seeds)
  soaks.push(
    await step(`soak of ${SOAK.schedules} schedules, seed ${seed}`, process.execPath, [
      ...['scripts/soak.mjs', '--schedules', String(SOAK.schedules), '--seed', String(seed)],
    ]),
  );

const { ok: built } = await step('build', 'npm', ['run', '--silent', 'build']);
let load = { output: '' };
if (built) {
  const { ensureChromium } = await import('./chromium.mjs'); // needs what was just installed
  await ensureChromium();
  load = await step('kill points and load', 'npx', ['playwright', 'test', '--workers', '1', ...LOAD_TESTS], {
    env: { PERDURE_PROOF: '1' },
  });
}

/** What the soaks counted under a name, together. */
const counted = (name) =>
  soaks.reduce((sum, { output }) => sum + Number(new RegExp(`^${name} +(\\d+)$`, 'm').exec(output)?.[1] ?? NaN), 0);
const mutants = report('jest.json').testResults.flatMap(({ assertionResults }) =>
  assertionResults.filter(({ ancestorTitles }) => /broken on purpose/.test(ancestorTitles.join(' '))),
);
const caught = mutants.filter(({ status }) => status === 'passed').length;
if (mutants.length === 0) failed.push('no mutant was tried');

console.log('\n── proof');
console.log(`schedules            ${counted('schedules run')}, ${counted('saves acknowledged')} saves acknowledged`);
console.log(`saves lost           ${counted('saves lost')}`);
console.log(`regressions          ${counted('regressions')}`);
console.log(`simulations          ${SIMULATIONS}`);
console.log(`mutants caught       ${caught} of ${mutants.length}`);
for (const line of load.output.match(/^(\d+ saves acknowledged|killed at \d+ steps).*$/gm) ?? []) console.log(line);
console.log(`took                 ${Math.round(secondsSince(started) / 60)} min`);
for (const name of failed) console.log(`failed: ${name}`);
process.exit(failed.length > 0 ? 1 : 0);
