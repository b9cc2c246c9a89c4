import { createHash } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Binaries } from './binaries';
import { program } from './binaries';
import { canUse, type ServerUser } from './server-user';

/** Holds what root's server user cannot reach where it was asked for: in a clone under /root, say. */
const REACHABLE = '/var/lib/perdure';

/** Where programs and data really are, and who owns them. */
export interface Placement {
  native: string;
  dataDir: string;
  user: ServerUser | null;
}

/**
 * Returns where the server's files are, and moves them if need be.
 * If root's server user cannot reach the folder asked for, that becomes a symlink into /var/lib/perdure, and the
 * programs are copied there once.
 */
export function place(wanted: string, binaries: Binaries, user: ServerUser | null): Placement {
  const dataDir = resolve(wanted);
  mkdirSync(dirname(dataDir), { recursive: true });
  if (!user) return { native: binaries.native, dataDir, user };
  const native = canRun(user, binaries.native) ? binaries.native : copyPrograms(binaries, user);
  return { native, dataDir: canUse(user, dirname(dataDir), 'x') ? dataDir : elsewhere(dataDir), user };
}

/** Returns the real data folder: where the symlink points that `place` may have left, else the folder itself. */
export function realDataDir(wanted: string): string {
  const dataDir = resolve(wanted);
  return lstatSync(dataDir, { throwIfNoEntry: false })?.isSymbolicLink() ? readlinkSync(dataDir) : dataDir;
}

function canRun(user: ServerUser, native: string): boolean {
  return (
    canUse(user, program(native, 'postgres'), 'rx') &&
    canUse(user, program(native, 'initdb'), 'rx') &&
    canUse(user, join(native, 'lib'), 'rx') &&
    canUse(user, join(native, 'share'), 'rx')
  );
}

function elsewhere(dataDir: string): string {
  const target = join(reachableFolder(), `data-${createHash('sha256').update(dataDir).digest('hex').slice(0, 12)}`);
  const present = lstatSync(dataDir, { throwIfNoEntry: false });
  if (present?.isSymbolicLink() && readlinkSync(dataDir) === target) return target;
  if (present)
    throw new Error(`${dataDir} holds data that the server's user cannot reach. Move or delete it, then start again.`);
  rmSync(target, { recursive: true, force: true }); // left by a data folder that was deleted
  symlinkSync(target, dataDir);
  return target;
}

function copyPrograms({ native, version }: Binaries, user: ServerUser): string {
  const target = join(reachableFolder(), `postgres-${version}-${process.arch}`);
  if (existsSync(target)) return target;
  const half = `${target}.${process.pid}`;
  // Owned by root and read-only for others, whatever the umask was when they were installed.
  cpSync(native, half, { recursive: true, verbatimSymlinks: true, filter: (from) => !from.endsWith('.a') });
  openUp(half);
  if (existsSync(target)) rmSync(half, { recursive: true });
  else renameSync(half, target);
  if (canRun(user, target)) return target;
  throw new Error(`The user "${user.name}", whom root lends Postgres to, cannot run the programs in ${target}.`);
}

function openUp(folder: string): void {
  for (const entry of [
    folder,
    ...readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name)),
  ]) {
    const stat = lstatSync(entry);
    const rights = stat.isDirectory() || stat.mode & 0o100 ? 0o555 : 0o444;
    if (!stat.isSymbolicLink()) chmodSync(entry, stat.mode | rights);
  }
}

function reachableFolder(): string {
  mkdirSync(REACHABLE, { recursive: true });
  chmodSync(REACHABLE, 0o755);
  return REACHABLE;
}

/** Makes the server's user the owner of a file or an empty folder. */
export function giveTo(user: ServerUser | null, path: string): void {
  if (user) chownSync(path, user.uid, user.gid);
}
