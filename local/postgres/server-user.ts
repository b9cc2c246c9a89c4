import { spawnSync } from 'node:child_process';

/** The user that the server runs as. */
export interface ServerUser {
  name: string;
  uid: number;
  gid: number;
}

/**
 * Returns the user to run Postgres as if root starts it, which Postgres refuses; null for everybody else.
 * @throws if there is no such user
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

/** Returns the options of spawn that make a program run as a user; none for null. */
export function runAs(user: ServerUser | null): { uid?: number; gid?: number } {
  return user ? { uid: user.uid, gid: user.gid } : {};
}

/** Returns whether a user has these rights (`r`, `w`, `x`) to a path, through every folder above it. */
export function canUse(user: ServerUser, path: string, rights: string): boolean {
  const tests = [...rights].map((right) => `[ -${right} "$1" ]`).join(' && ');
  return spawnSync('/bin/sh', ['-c', tests, 'sh', path], { ...runAs(user), cwd: '/', stdio: 'ignore' }).status === 0;
}

function idOf(which: '-u' | '-g', name: string): number | null {
  const { status, stdout } = spawnSync('id', [which, name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  return status === 0 ? Number(stdout.trim()) : null;
}
