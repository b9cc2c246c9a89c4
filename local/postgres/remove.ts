import { existsSync, lstatSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { realDataDir } from './placement';
import { endPostmaster } from './postmaster';

/** Ends the server of a data folder, if it runs, and deletes the data. */
export async function removePostgres(dataDir: string): Promise<void> {
  const real = realDataDir(dataDir);
  if (existsSync(real)) await endPostmaster(real);
  rmSync(real, { recursive: true, force: true });
  if (lstatSync(resolve(dataDir), { throwIfNoEntry: false }))
    rmSync(resolve(dataDir), { recursive: true, force: true });
}
