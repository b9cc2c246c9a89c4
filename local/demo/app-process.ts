import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { identify, isRunning, type ProcessIdentity } from '../process/process-identity';
import { folders, root } from './folders';

/** How long the app may take to answer after its start, and to end after SIGTERM, in ms. */
const START_MS = 60_000;
const END_MS = 8_000;

/** The app's process. */
export interface AppProcess {
  /** resolves with the exit code when the process ends; null if a signal ended it */
  ended: Promise<number | null>;
  stop(): Promise<void>;
}

/**
 * Starts `next start` or `next dev` and waits until it answers.
 * Its output goes to `.perdure/app.log`, in `dev` to the screen.
 * @throws with the end of its log if it ends or does not answer in time
 */
export async function startApp(mode: 'start' | 'dev', port: number, env: NodeJS.ProcessEnv): Promise<AppProcess> {
  const log = openSync(folders.appLog, 'w');
  const output = mode === 'dev' ? 'inherit' : log;
  // A process group of its own: Ctrl-C reaches only the launcher, which ends things in order.
  const child = spawn(
    process.execPath,
    ['node_modules/next/dist/bin/next', mode, '-H', 'localhost', '-p', String(port)],
    {
      cwd: root,
      env,
      stdio: ['ignore', output, output],
      detached: true,
    },
  );
  closeSync(log);
  if (child.pid) writeFileSync(folders.run, JSON.stringify(identify(child.pid)));
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const app = { ended, stop: () => stop(child, ended) };
  try {
    await answering(`http://localhost:${port}`, child);
  } catch (error) {
    await app.stop();
    throw error;
  }
  return app;
}

async function answering(url: string, child: ChildProcess): Promise<void> {
  const deadline = Date.now() + START_MS;
  for (const path of ['/api/health', '/sign-in']) {
    while (!(await isOk(url + path))) {
      if (child.exitCode !== null || child.signalCode !== null)
        throw new Error(`The app ended while it started:\n${readLog()}`);
      if (Date.now() > deadline) throw new Error(`The app does not answer at ${url}${path}:\n${readLog()}`);
      await sleep(100);
    }
  }
}

const isOk = (url: string): Promise<boolean> =>
  fetch(url, { signal: AbortSignal.timeout(20_000) }).then(
    (answer) => answer.ok,
    () => false, // not listening yet
  );

async function stop(child: ChildProcess, ended: Promise<number | null>): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) {
    child.kill('SIGTERM');
    const inTime = await Promise.race([ended.then(() => true), sleep(END_MS, false, { ref: false })]);
    if (!inTime) child.kill('SIGKILL');
    await ended;
  }
  rmSync(folders.run, { force: true });
}

/** Returns the last lines of the app's log. */
export const readLog = (): string =>
  existsSync(folders.appLog) ? readFileSync(folders.appLog, 'utf8').trim().split('\n').slice(-25).join('\n') : '';

/** Ends the app of a run whose launcher was killed, unless its process number is another's by now. */
export async function endLeftover(): Promise<void> {
  if (!existsSync(folders.run)) return;
  const known = JSON.parse(readFileSync(folders.run, 'utf8')) as ProcessIdentity | null;
  for (let waited = 0; known && isRunning(known); waited += 50) {
    process.kill(known.pid, waited < END_MS ? 'SIGTERM' : 'SIGKILL');
    await sleep(50);
  }
  rmSync(folders.run, { force: true });
}
