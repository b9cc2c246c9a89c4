import { spawnSync } from 'node:child_process';

/** Whom the server runs as. */
export interface ServerUser {
  name: string;
  uid: number;
  gid: number;
}

/**
 * Postgres refuses to run as root, so root lends it to another user. Gives null for everybody else: the server then
 * runs as whoever started it.
 * @throws when root has nobody to lend it to
 */
export function serverUser(): ServerUser | null {
  if (process.getuid?.() !== 0) return null;
  for (const name of ['postgres', '_postgres', 'nobody']) {
    const uid = idOf('-u', name);
    const gid = idOf('-g', name);
    if (uid && gid !== null) return { name, uid, gid };
  }
  throw new Error(
    'Postgres refuses to run as root, and there is neither a "postgres" nor a "nobody" user to run it as.',
  );
}

/** The part of spawn's options that makes a program run as that user. */
export function runAs(user: ServerUser | null): { uid?: number; gid?: number } {
  return user ? { uid: user.uid, gid: user.gid } : {};
}

/** Whether that user can do this to that path (`r`, `w`, `x`), every folder above it included. */
export function canUse(user: ServerUser, path: string, rights: string): boolean {
  const tests = [...rights].map((right) => `[ -${right} "$1" ]`).join(' && ');
  return spawnSync('/bin/sh', ['-c', tests, 'sh', path], { ...runAs(user), cwd: '/', stdio: 'ignore' }).status === 0;
}

function idOf(which: '-u' | '-g', name: string): number | null {
  const { status, stdout } = spawnSync('id', [which, name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  return status === 0 ? Number(stdout.trim()) : null;
}
