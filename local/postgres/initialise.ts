import { randomBytes } from 'node:crypto';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { program } from './binaries';
import { giveTo, type Placement } from './placement';
import { identify } from '../process/process-identity';
import { runProgram } from './run-program';
import type { ServerLog } from './server-log';

const PASSWORD = 'perdure.password';
const SETTINGS = 'perdure.conf';

/**
 * Creates the data folder unless it exists. It gets its name once complete, so a killed start leaves no half of it.
 *
 * The server asks for a password, because everybody on the computer can reach a loopback port and a Postgres superuser
 * can run programs. The password is drawn here and kept in the data folder, readable by its owner only.
 * @throws if the folder holds anything else, or with the log if initdb fails
 */
export async function initialise(place: Placement, log: ServerLog): Promise<void> {
  const { dataDir, native, user } = place;
  if (existsSync(join(dataDir, 'PG_VERSION'))) return;
  if (existsSync(dataDir) && readdirSync(dataDir).length > 0) {
    throw new Error(`${dataDir} is not empty and holds no Postgres data. Move or delete it, then start again.`);
  }
  removeAbandoned(dataDir);
  const half = `${dataDir}.${process.pid}.new`;
  const password = `${half}.password`;
  mkdirSync(half, { mode: 0o700 });
  writeFileSync(password, randomBytes(18).toString('base64url'), { mode: 0o600 });
  giveTo(user, half);
  giveTo(user, password);
  try {
    // The built-in C.UTF-8 sorts alike on every platform, whatever locales it has installed.
    const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
    const access = ['--username=postgres', `--pwfile=${password}`, '--auth=scram-sha-256'];
    const code = await runProgram(program(native, 'initdb'), ['-D', half, ...access, ...locale], user, log.fd);
    if (code !== 0) throw new Error(`Postgres could not make its data folder ${dataDir}:\n${log.fresh().trim()}`);
    renameSync(password, join(half, PASSWORD));
    appendFileSync(join(half, 'postgresql.conf'), `include_if_exists = '${SETTINGS}'\n`);
    putInPlace(half, dataDir);
  } finally {
    rmSync(half, { recursive: true, force: true });
    rmSync(password, { force: true });
  }
}

/** Returns the password of the user `postgres`. */
export function readPassword(dataDir: string): string {
  return readFileSync(join(dataDir, PASSWORD), 'utf8');
}

/** Writes the settings that the next start uses. */
export function writeSettings({ dataDir, user }: Placement, settings: Record<string, string | number>): void {
  const all = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    timezone: 'UTC',
    lc_messages: 'C',
    ...settings,
  };
  const lines = Object.entries(all).map(([name, value]) => `${name} = '${String(value).replaceAll("'", "''")}'\n`);
  const file = join(dataDir, SETTINGS);
  writeFileSync(file, lines.join(''), { mode: 0o600 });
  giveTo(user, file);
}

function putInPlace(half: string, dataDir: string): void {
  try {
    renameSync(half, dataDir);
  } catch (error) {
    if (!existsSync(join(dataDir, 'PG_VERSION'))) throw error; // otherwise another start was faster
  }
}

function removeAbandoned(dataDir: string): void {
  const prefix = `${basename(dataDir)}.`;
  for (const name of readdirSync(dirname(dataDir))) {
    const pid = name.startsWith(prefix) ? /^(\d+)\.new/.exec(name.slice(prefix.length))?.[1] : undefined;
    if (pid && identify(Number(pid)) === null) rmSync(join(dirname(dataDir), name), { recursive: true, force: true });
  }
}
