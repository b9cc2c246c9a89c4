import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { bareEnvironment } from '../process/bare-environment';
import { identify, isRunning, type ProcessIdentity } from '../process/process-identity';

/** The server's process, as its data folder describes it. */
export interface Postmaster {
  port: number;
  /** null if it has ended and only its file is left */
  process: ProcessIdentity | null;
}

/** Returns the server of a data folder, running or not; null if it never had one. Its file outlives a kill -9. */
export function readPostmaster(dataDir: string): Postmaster | null {
  const lines = linesOf(join(dataDir, 'postmaster.pid'));
  if (!lines) return null;
  const pid = Math.abs(Number(lines[0])); // negative in single-user mode
  const known = Number.isInteger(pid) && pid > 0 ? identify(pid) : null;
  const ours = known !== null && commandOf(pid).includes(lines[1] ?? dataDir);
  return { port: Number(lines[3]), process: ours ? known : null };
}

/**
 * Returns whether the file names a process number that is in use, but not by this server.
 * It is another's by now, or a zombie's; Postgres would take either for a running server and refuse to start.
 */
export function isMisleading(dataDir: string): boolean {
  const pid = Number(linesOf(join(dataDir, 'postmaster.pid'))?.[0]);
  return pid > 0 && isTaken(pid) && readPostmaster(dataDir)?.process === null;
}

function isTaken(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/**
 * Ends the server: SIGINT (fast, sessions are cut off), then SIGQUIT (immediate), then SIGKILL.
 * @throws if it survives all three
 */
export async function endPostmaster(dataDir: string): Promise<void> {
  for (const [signal, patience] of [
    ['SIGINT', 10_000],
    ['SIGQUIT', 5_000],
    ['SIGKILL', 5_000],
  ] as const) {
    const server = readPostmaster(dataDir)?.process;
    if (!server || (await signalled(server, signal, patience))) return;
  }
  throw new Error(`The Postgres server of ${dataDir} does not end.`);
}

/** Sends a signal and returns whether the process ended within `patience` ms. */
export async function signalled(server: ProcessIdentity, signal: NodeJS.Signals, patience: number): Promise<boolean> {
  const deadline = Date.now() + patience;
  if (isRunning(server)) process.kill(server.pid, signal);
  while (isRunning(server)) {
    if (Date.now() > deadline) return false;
    await sleep(15);
  }
  return true;
}

function linesOf(file: string): string[] | null {
  try {
    return readFileSync(file, 'utf8').split('\n');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

function commandOf(pid: number): string {
  try {
    if (process.platform === 'linux') return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
    return execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8', env: bareEnvironment });
  } catch {
    return ''; // it ended meanwhile
  }
}
