// Everything that must hold, in one command: types, lint, build, units and servers (Jest), and a real browser
// (Playwright). The last line counts the tests, those that were skipped too.
import { join } from 'node:path';
import { ensureInstalled } from './install.mjs';
import { clearResults, failed, prepare, report, results, sideBySide, staticChecks, step } from './run.mjs';

/** Why tests may be skipped, by the path of their file or its folder. Whatever else is skipped is a failure. */
const MAY_SKIP = {
  'browsers/': 'no Firefox, or no WebKit: .ci/run names the packages',
  'local/clerk/http/contract.test.ts': 'no OpenAPI documents of Clerk: set CLERK_OPENAPI_DIR to their folder',
  'lib/events/bus.test.ts': 'no redis-server on the PATH',
  'lib/db/pooler.test.ts': 'no pgbouncer on the PATH',
};

const counts = { passed: 0, failed: 0, skipped: 0 };
const skips = [];

/** Counts the tests of a report: `read` lists each with its file and whether it passed, failed or was skipped. */
function count(runner, read) {
  try {
    const tests = read();
    for (const { outcome } of tests) counts[outcome] += 1;
    if (tests.length === 0) failed.push(`${runner} ran no test`);
    const skipped = tests.filter(({ outcome }) => outcome === 'skipped').map(({ file }) => file);
    for (const file of new Set(skipped)) {
      const why = Object.entries(MAY_SKIP).find(([path]) => file.endsWith(path) || file.startsWith(path))?.[1];
      skips.push(`skipped: ${skipped.filter((one) => one === file).length} of ${file} (${why ?? 'nobody knows why'})`);
      if (why === undefined) failed.push(`${file} skips tests`);
    }
  } catch (error) {
    failed.push(`${runner} left no result (${error.message})`);
  }
}

const jestOutcomes = { passed: 'passed', failed: 'failed' };
const jestTests = () =>
  report('jest.json').testResults.flatMap(({ name, status, assertionResults }) => {
    const file = name.slice(name.indexOf('__tests__'));
    // a file that could not even run counts as a failure
    if (assertionResults.length === 0) return [{ file, outcome: status === 'passed' ? 'skipped' : 'failed' }];
    return assertionResults.map((one) => ({ file, outcome: jestOutcomes[one.status] ?? 'skipped' }));
  });

const playwrightOutcomes = { expected: 'passed', unexpected: 'failed', flaky: 'failed', skipped: 'skipped' };
const playwrightTests = () => {
  const testsIn = ({ file, specs = [], suites = [] }) => [
    ...specs.flatMap(({ tests }) => tests.map(({ status }) => ({ file, outcome: playwrightOutcomes[status] }))),
    ...suites.flatMap(testsIn),
  ];
  return report('playwright.json').suites.flatMap(testsIn);
};

ensureInstalled();
clearResults();
await prepare();
await sideBySide(2, staticChecks('whole'));
// Not beside types and lint: a build empties the folder of the route types.
const [{ ok: built }] = await Promise.all([
  step('build', 'npx', ['next', 'build'], { show: 'whole', env: { SOURCE_MAPS: '1' } }).then(async (build) => {
    await step('Storybook', 'npm', ['run', '--silent', 'storybook:build'], { show: 'failure' });
    return build;
  }),
  step('Jest', 'npx', ['jest', '--json', `--outputFile=${join(results, 'jest.json')}`]),
]);
count('Jest', jestTests);
if (built) {
  const { ensureChromium } = await import('./chromium.mjs'); // needs what was just installed
  await ensureChromium();
  await step('browser', 'npx', ['playwright', 'test']);
  count('Playwright', playwrightTests);
}

console.log('');
for (const line of skips) console.log(line);
for (const name of failed) console.log(`failed: ${name}`);
const { passed, skipped } = counts;
console.log(`${passed} passed, ${counts.failed || failed.length} failed, ${skipped} skipped`);
process.exit(failed.length > 0 || counts.failed > 0 ? 1 : 0);
