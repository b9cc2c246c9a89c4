// Everything that must hold, in one command: types, lint, units and servers (Jest), and a real browser (Playwright).
// The last line counts the tests.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ensureInstalled } from './install.mjs';

const root = join(import.meta.dirname, '..');
const results = join(root, '.perdure/results');
rmSync(results, { recursive: true, force: true });
mkdirSync(results, { recursive: true });

ensureInstalled();

const env = { ...process.env, NEXT_TELEMETRY_DISABLED: '1' };
const counts = { passed: 0, failed: 0 };
const broken = [];

/** Runs one step and shows its output. A step that fails does not hide the next ones. */
function step(name, command, args) {
  console.log(`\n── ${name}`);
  const started = Date.now();
  const { status } = spawnSync(command, args, { cwd: root, env, stdio: 'inherit' });
  console.log(`── ${name}: ${status === 0 ? 'ok' : 'FAILED'} in ${Math.round((Date.now() - started) / 1000)} s`);
  if (status !== 0) broken.push(name);
  return status === 0;
}

const report = (file) => JSON.parse(readFileSync(join(results, file), 'utf8'));

function count(name, read) {
  try {
    const { passed, failed } = read();
    counts.passed += passed;
    counts.failed += failed;
    if (passed + failed === 0) broken.push(`${name} ran no test`);
  } catch (error) {
    broken.push(`${name} left no result (${error.message})`);
  }
}

step('Prisma client', 'npx', ['prisma', 'generate']);
step('types', 'npm', ['run', '--silent', 'types']);
step('lint', 'npm', ['run', '--silent', 'lint']);
step('Jest', 'npx', ['jest', '--json', `--outputFile=${join(results, 'jest.json')}`]);
count('Jest', () => {
  const { numPassedTests, numFailedTests, numFailedTestSuites } = report('jest.json');
  // a file that could not even run counts as a failure
  return { passed: numPassedTests, failed: Math.max(numFailedTests, numFailedTestSuites) };
});
if (step('build', 'npm', ['run', '--silent', 'build'])) {
  const { ensureChromium } = await import('./chromium.mjs'); // needs what was just installed
  await ensureChromium();
  step('browser', 'npx', ['playwright', 'test']);
  count('Playwright', () => {
    const { expected, unexpected, flaky } = report('playwright.json').stats;
    return { passed: expected, failed: unexpected + flaky };
  });
}

console.log('');
for (const name of broken) console.log(`failed: ${name}`);
console.log(`${counts.passed} passed, ${counts.failed + (counts.failed === 0 ? broken.length : 0)} failed`);
process.exit(broken.length > 0 || counts.failed > 0 ? 1 : 0);
