import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runNode } from '../process/run-node';

/** What goes into a build. */
const SOURCES = [
  'app',
  'components',
  'lib',
  'prisma',
  'middleware.ts',
  'instrumentation.ts',
  'instrumentation-node.ts',
  'next.config.ts',
  'postcss.config.mjs',
  'tsconfig.json',
  'package.json',
  'package-lock.json',
];
/** Generated from the sources, so not one of them. */
const GENERATED = 'lib/db/generated';

/** Returns a hash of the sources in `dir` and of the public key that a build puts into the browser's code. */
function fingerprint(dir: string, publishableKey: string): string {
  const hash = createHash('sha256').update(publishableKey);
  const walk = (path: string) => {
    if (path === GENERATED || !existsSync(join(dir, path))) return;
    if (statSync(join(dir, path)).isDirectory())
      for (const name of readdirSync(join(dir, path)).sort()) walk(`${path}/${name}`);
    else
      hash
        .update(`${path}\0`)
        .update(readFileSync(join(dir, path)))
        .update('\0');
  };
  for (const source of SOURCES) walk(source);
  return hash.digest('hex');
}

const mark = (dir: string) => join(dir, '.next/perdure-demo.json');
const buildId = (dir: string) =>
  existsSync(join(dir, '.next/BUILD_ID')) ? readFileSync(join(dir, '.next/BUILD_ID'), 'utf8') : null;

/** Returns whether the build in `dir` was made by the demo from exactly these sources. */
function isBuilt(dir: string, print: string): boolean {
  if (!existsSync(mark(dir))) return false;
  const { sources, build } = JSON.parse(readFileSync(mark(dir), 'utf8')) as { sources: string; build: string };
  return sources === print && build === buildId(dir);
}

/** Generates the database client that the code imports. */
export const generateClient = (dir: string, env: NodeJS.ProcessEnv) =>
  runNode(dir, env, 'node_modules/prisma/build/index.js', 'generate');

/** Builds the app unless its build is up to date. Returns whether it had to. */
export async function build(dir: string, env: NodeJS.ProcessEnv): Promise<boolean> {
  const print = fingerprint(dir, env.NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY ?? '');
  if (isBuilt(dir, print)) return false;
  await generateClient(dir, env);
  await runNode(dir, env, 'node_modules/next/dist/bin/next', 'build');
  writeFileSync(mark(dir), JSON.stringify({ sources: print, build: buildId(dir) }));
  return true;
}
