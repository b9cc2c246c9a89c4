import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { freePort } from './free-port';

/** Whether there is a Redis to test with: in CI there has to be one. */
export const hasRedis = process.env.CI === 'true' || spawnSync('redis-server', ['--version']).status === 0;

/** A Redis of its own for one test file, on a free loopback port, in memory only. Needs `redis-server` on the PATH. */
export async function startRedis(): Promise<{ port: number; stop: () => Promise<void> }> {
  const port = await freePort();
  const server = spawn(
    'redis-server',
    ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const failed = once(server, 'error').then(([error]) => Promise.reject(error as Error));
  const ready = (async () => {
    for await (const line of createInterface(server.stdout)) if (line.includes('Ready to accept connections')) return;
    throw new Error('redis-server ended before it was ready');
  })();
  await Promise.race([ready, failed]);
  server.stdout.resume();
  return {
    port,
    stop: async () => {
      const ended = once(server, 'exit');
      server.kill();
      await ended;
    },
  };
}
