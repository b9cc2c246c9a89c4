// What can be known of a change without a server, a build or a browser, in under two minutes: npm run check
// `npm test` does the rest. Steps run side by side; one that fails shows what it printed.
import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { ensureInstalled } from './install.mjs';

ensureInstalled();

/** What the others read, and then the longest first. */
const prepare = { client: ['npx', 'prisma', 'generate'], routes: ['npx', 'next', 'typegen'] };
const steps = {
  lint: ['npm', 'run', '--silent', 'lint:code'],
  'unit tests': ['npm', 'run', '--silent', 'test:unit'],
  types: ['npx', 'tsc', '--noEmit'],
  format: ['npm', 'run', '--silent', 'lint:format'],
  'dead code': ['npm', 'run', '--silent', 'lint:unused'],
  'import circles': ['npm', 'run', '--silent', 'lint:imports'],
};

const root = join(import.meta.dirname, '..');
const env = {
  ...process.env,
  NEXT_TELEMETRY_DISABLED: '1',
  PERDURE_SIMULATIONS: process.env.PERDURE_SIMULATIONS ?? '2000', // npm test and npm run proof play more
};
const started = Date.now();
const secondsSince = (time) => `${Math.round((Date.now() - time) / 1000)} s`;
const failed = [];

function run(name, [command, ...args]) {
  const began = Date.now();
  const child = spawn(command, args, { cwd: root, env, shell: process.platform === 'win32' });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
  return new Promise((resolve) => {
    child.once('error', (error) => (output += error.message));
    child.once('close', (code) => {
      if (code !== 0) failed.push(name);
      console.log(`${code === 0 ? '✓' : '✗'} ${name}, ${secondsSince(began)}`);
      if (code !== 0) console.log(output.trim());
      resolve();
    });
  });
}

async function runAll(commands) {
  const waiting = Object.entries(commands);
  const lane = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) await run(...next);
  };
  await Promise.all(Array.from({ length: Math.max(2, availableParallelism()) }, lane));
}

await runAll(prepare);
if (failed.length === 0) await runAll(steps);
console.log(failed.length === 0 ? `check: ok in ${secondsSince(started)}` : `check: failed: ${failed.join(', ')}`);
process.exit(failed.length === 0 ? 0 : 1);
