import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { bareEnvironment } from './bare-environment';

/** A process, told apart from a later one that was given the same number. */
export interface ProcessIdentity {
  pid: number;
  /** When it started, as the system spells it; only ever compared. */
  started: string;
}

/** Gives who runs under this number now, or null when nobody does (or it has ended and waits to be reaped). */
export function identify(pid: number): ProcessIdentity | null {
  const started = process.platform === 'linux' ? startedLinux(pid) : startedElsewhere(pid);
  return started === null ? null : { pid, started };
}

/** Whether exactly this process still runs. */
export function isRunning(known: ProcessIdentity): boolean {
  return identify(known.pid)?.started === known.started;
}

/** Linux: ticks since boot, made unique across boots by the boot's own id. */
function startedLinux(pid: number): string | null {
  const stat = readOrNull(`/proc/${pid}/stat`);
  if (stat === null) return null;
  // The second field is the program's name in brackets and may hold spaces and brackets itself.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  if (fields[0] === 'Z' || fields[0] === 'X') return null;
  return `${readOrNull('/proc/sys/kernel/random/boot_id')?.trim() ?? ''}:${fields[19] ?? ''}`;
}

function startedElsewhere(pid: number): string | null {
  try {
    const [state, ...started] = execFileSync('ps', ['-o', 'state=,lstart=', '-p', String(pid)], {
      encoding: 'utf8',
      env: bareEnvironment,
      stdio: ['ignore', 'pipe', 'ignore'],
    })
      .trim()
      .split(/\s+/);
    return !state || state.startsWith('Z') ? null : started.join(' ');
  } catch {
    return null; // ps exits 1 when there is no such process
  }
}

function readOrNull(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null; // the process is gone
  }
}
