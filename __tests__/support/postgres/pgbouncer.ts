import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { freePort } from '../free-port';

const PATHS = [process.env.PATH, '/usr/sbin'].join(':'); // where Debian has it
const env = { ...process.env, PATH: PATHS };

/** Whether there is a PgBouncer to test with: in CI there has to be one. */
export const hasPgBouncer = process.env.CI === 'true' || spawnSync('pgbouncer', ['--version'], { env }).status === 0;

/** A PgBouncer of its own before a Postgres, on a free loopback port. `settings` are those of its configuration. */
export async function startPgBouncer(
  databaseUrl: string,
  settings: Record<string, string>,
): Promise<{ url: string; stop: () => Promise<void> }> {
  const { hostname, port, username, password } = new URL(databaseUrl);
  const listenPort = await freePort();
  const folder = mkdtempSync(join(tmpdir(), 'perdure-pgbouncer-'));
  chmodSync(folder, 0o755); // it runs as another user where we are root
  const own = {
    listen_addr: '127.0.0.1',
    listen_port: String(listenPort),
    unix_socket_dir: '',
    auth_type: 'any',
    ...settings,
  };
  const secret = password && ` password=${decodeURIComponent(password)}`;
  const target = `host=${hostname} port=${port} user=${username}${secret}`;
  writeFileSync(
    join(folder, 'pgbouncer.ini'),
    [
      '[databases]',
      `* = ${target}`,
      '[pgbouncer]',
      ...Object.entries(own).map(([name, value]) => `${name} = ${value}`),
      '',
    ].join('\n'),
  );
  const user = process.getuid?.() === 0 ? ['-u', 'nobody'] : [];
  const pooler = spawn('pgbouncer', [...user, join(folder, 'pgbouncer.ini')], {
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const failed = once(pooler, 'error').then(([error]) => Promise.reject(error as Error));
  const said: string[] = [];
  const ready = (async () => {
    for await (const line of createInterface(pooler.stderr)) {
      said.push(line);
      if (/process up/.test(line)) return;
    }
    throw new Error(`pgbouncer ended before it was ready:\n${said.join('\n')}`);
  })();
  await Promise.race([ready, failed]);
  pooler.stderr.resume();
  return {
    url: Object.assign(new URL(databaseUrl), { hostname: '127.0.0.1', port: String(listenPort) }).toString(),
    stop: async () => {
      const ended = once(pooler, 'exit');
      pooler.kill('SIGQUIT'); // at once, whoever is connected
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
