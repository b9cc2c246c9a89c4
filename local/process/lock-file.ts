import { randomUUID } from 'node:crypto';
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { identify, isRunning, type ProcessIdentity } from './process-identity';

export type LockAttempt = { held: true; release: () => void } | { held: false; holder: number };

/**
 * Takes a lock that a crash cannot leave behind, or returns the pid of its holder.
 * The file names the holder; a lock whose holder no longer runs is free.
 */
export function tryLock(file: string): LockAttempt {
  const mine = `${file}.${randomUUID()}`;
  writeFileSync(mine, JSON.stringify(identify(process.pid)), { mode: 0o644 });
  try {
    // A link appears whole or not at all, so nobody ever reads a half-written lock.
    for (;;) {
      if (linked(mine, file)) return { held: true, release: () => rmSync(file, { force: true }) };
      const text = read(file);
      if (text === null) continue;
      const holder = parse(text);
      if (holder && isRunning(holder)) return { held: false, holder: holder.pid };
      removeStale(file, text);
    }
  } finally {
    rmSync(mine, { force: true });
  }
}

/** Moves a stale lock aside; if a new holder took it in between, puts theirs back. */
function removeStale(file: string, text: string): void {
  const aside = `${file}.${randomUUID()}`;
  if (!renamed(file, aside)) return;
  if (read(aside) !== text) linked(aside, file);
  rmSync(aside, { force: true });
}

function linked(from: string, to: string): boolean {
  return done(() => linkSync(from, to), 'EEXIST');
}

function renamed(from: string, to: string): boolean {
  return done(() => renameSync(from, to), 'ENOENT');
}

function done(action: () => void, otherwise: string): boolean {
  try {
    action();
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === otherwise) return false;
    throw error;
  }
}

function read(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

function parse(text: string): ProcessIdentity | null {
  try {
    return JSON.parse(text) as ProcessIdentity | null;
  } catch {
    return null; // unreadable, so nobody holds it
  }
}
