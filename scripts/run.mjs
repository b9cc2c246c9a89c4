// Runs the steps of `npm run check`, `npm test` and `npm run proof`, and keeps what failed.
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

export const root = join(import.meta.dirname, '..');
/** Where test runners leave their reports. */
export const results = join(root, '.perdure/results');

/** The names of the steps that failed. */
export const failed = [];

/** Empties the folder of reports. */
export function clearResults() {
  rmSync(results, { recursive: true, force: true });
  mkdirSync(results, { recursive: true });
}

/** Reads a report that a runner wrote as JSON. @throws where it wrote none */
export const report = (file) => JSON.parse(readFileSync(join(results, file), 'utf8'));

export const secondsSince = (started) => Math.round((Date.now() - started) / 1000);

/** Runs pieces of work in their order, `lanes` of them side by side. */
export async function sideBySide(lanes, work) {
  const waiting = [...work];
  const lane = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) await next();
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}

/**
 * Runs a command and returns whether it succeeded, and what it printed. The output is shown as it comes, or with `show`
 * at the end: what runs beside other steps would be mixed with theirs. A step that fails does not stop the next ones.
 */
export async function step(name, command, args, { env = {}, show = 'live' } = {}) {
  const started = Date.now();
  if (show === 'live') console.log(`\n── ${name}`);
  const child = spawn(command, args, {
    cwd: root,
    env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: process.platform === 'win32', // where npm and npx are scripts
  });
  let output = '';
  for (const [stream, shown] of [
    [child.stdout, process.stdout],
    [child.stderr, process.stderr],
  ])
    stream.on('data', (chunk) => {
      output += chunk;
      if (show === 'live') shown.write(chunk);
    });
  const code = await new Promise((resolve) => child.once('error', () => resolve(1)).once('close', resolve));
  if (show === 'whole' || (show === 'failure' && code !== 0)) process.stdout.write(`\n── ${name}\n${output}`);
  console.log(`── ${name}: ${code === 0 ? 'ok' : 'FAILED'} in ${secondsSince(started)} s`);
  if (code !== 0) failed.push(name);
  return { ok: code === 0, output };
}

/** Prepares what types, lint and tests read. */
export async function prepare() {
  await step('Prisma client', 'npx', ['prisma', 'generate']);
  await step('route types', 'npx', ['next', 'typegen']);
}

/** Returns the checks that need no build and no server, as work for `sideBySide`: the longest first. */
export const staticChecks = (show) =>
  ['lint:code', 'types:only', 'lint:format', 'lint:imports', 'lint:unused'].map(
    (script) => () => step(script, 'npm', ['run', '--silent', script], { show }),
  );
