// Measures what the fast path (app/api/http-fast-path.ts) gains over an app that answers everything through Next.
// Run: npm run build && npm run bench:fast-path [reads of each kind, 2000] [idle streams, 2000]; Linux only.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { freePort, startApp, startStack } from '../__tests__/e2e/support/stack';
import { measureReads } from './fast-path/reads';
import { measureStreams } from './live/streams';

const READS = Number(process.argv[2] ?? 2_000);
const STREAMS = Number(process.argv[3] ?? 2_000);

async function main(): Promise<void> {
  const stack = await startStack('fast_path');
  const nextOnly = {
    ...stack.env,
    NODE_OPTIONS: `--import ${pathToFileURL(join(__dirname, 'fast-path/next-only.mjs')).href}`,
  };
  const [throughNext, before] = [
    { name: 'through Next', app: await startApp(nextOnly, await freePort()) },
    { name: 'on the fast path', app: await startApp(stack.env, await freePort()) },
  ];
  await measureReads(stack, [throughNext, before], READS);
  await Promise.all([throughNext.app.stop(), before.app.stop()]);
  console.log('\nstreams through Next:');
  await measureStreams({ ...stack, env: nextOnly }, STREAMS);
  console.log('\nstreams on the fast path:');
  await measureStreams(stack, STREAMS);
  await stack.stop();
}

void main();
