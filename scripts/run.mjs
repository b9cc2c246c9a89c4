// Runs the steps of `npm test` and `npm run proof`, and keeps what failed.
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
 * Runs a command and returns whether it succeeded, and what it printed. The output is shown as it comes, or with
 * `whole` at the end: what runs beside other steps would be mixed with theirs. A step that fails does not stop the next
 * ones.
 */
export async function step(name, command, args, { env = {}, whole = false } = {}) {
  const started = Date.now();
  if (!whole) console.log(`\n── ${name}`);
  const child = spawn(command, args, {
    cwd: root,
    env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const [stream, shown] of [
    [child.stdout, process.stdout],
    [child.stderr, process.stderr],
  ])
    stream.on('data', (chunk) => {
      output += chunk;
      if (!whole) shown.write(chunk);
    });
  const code = await new Promise((resolve) => child.once('error', () => resolve(1)).once('close', resolve));
  if (whole) process.stdout.write(`\n── ${name}\n${output}`);
  console.log(`── ${name}: ${code === 0 ? 'ok' : 'FAILED'} in ${secondsSince(started)} s`);
  if (code !== 0) failed.push(name);
  return { ok: code === 0, output };
}
