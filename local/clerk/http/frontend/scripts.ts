import { execFile } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm } from 'node:fs/promises';
import { join, normalize } from 'node:path';
import { promisify } from 'node:util';
import { extract } from 'tar';
import { notFound } from '../../json/errors';

/**
 * Clerk's browser scripts at exact versions, each with the hash of its package. They are packed rather than installed:
 * an installation would bring a thousand dependencies.
 */
const PACKAGES = [
  {
    name: '@clerk/clerk-js',
    version: '6.40.0',
    integrity: 'sha512-2MnZ/ygvuCmeuqfXQmsxfQaLN/SSJvQbtT2cLXbgr5VKr3KmZFZBVvX977fG3eZ6pprl4J9pO+I2bbe6BvColg==',
  },
  {
    name: '@clerk/ui',
    version: '1.34.0',
    integrity: 'sha512-EP6Wcf+iqV5hJRMjfmVSOb7wWEgt2DuUOnR3Yv/ULPdmGgGWa64oc4tB4VfD66z8nXgtXqHEXNNnGURAOfQ7vQ==',
  },
] as const;

const run = promisify(execFile);
const homeOf = (dir: string, { name, version }: { name: string; version: string }) =>
  join(dir, `${name.replace('/', '+')}@${version}`);

/**
 * Fetches Clerk's browser scripts into `dir` with npm, once, and checks their hashes. Safe in two processes at once.
 * @throws with what to do if npm cannot get them
 */
export async function ensureClerkScripts(dir: string): Promise<void> {
  await Promise.all(PACKAGES.map((one) => ensure(dir, one)));
}

async function ensure(dir: string, one: (typeof PACKAGES)[number]): Promise<void> {
  const home = homeOf(dir, one);
  if (existsSync(home)) return;
  const work = join(dir, `.tmp-${randomBytes(6).toString('hex')}`);
  await mkdir(work, { recursive: true });
  try {
    const tarball = join(work, await pack(`${one.name}@${one.version}`, work));
    const integrity = `sha512-${createHash('sha512')
      .update(await readFile(tarball))
      .digest('base64')}`;
    if (integrity !== one.integrity)
      throw new Error(
        `${one.name}@${one.version} is not what it was: ${integrity} instead of ${one.integrity}. Do not use it.`,
      );
    await extract({
      file: tarball,
      cwd: work,
      strip: 1,
      filter: (path) => path.startsWith('package/dist/') && !/\.(map|d\.ts)$/.test(path),
    });
    await rm(tarball);
    await rename(work, home).catch((error: unknown) => {
      if (!existsSync(home)) throw error; // else another process was first
    });
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function pack(spec: string, into: string): Promise<string> {
  try {
    const { stdout } = await run('npm', ['pack', spec, '--pack-destination', into, '--json', '--loglevel=error'], {
      cwd: into,
    });
    const [packed] = JSON.parse(stdout) as { filename: string }[];
    if (packed) return packed.filename;
  } catch (error) {
    throw new Error(
      `Clerk’s browser scripts (${spec}) could not be fetched. They come from npm, once: ` +
        'check that `npm ping` works, then start again.',
      { cause: error },
    );
  }
  throw new Error(`npm pack ${spec} named no file`);
}

const types: Record<string, string> = {
  js: 'text/javascript',
  mjs: 'text/javascript',
  css: 'text/css',
  json: 'application/json',
};

/**
 * Answers `/npm/<package>@<any version>/<file>` from the one version in `dir`.
 * @throws Clerk's 404 if there is no such file
 */
export async function serveScript(dir: string | undefined, path: string): Promise<Response> {
  const found = /^\/npm\/(@clerk\/[\w-]+)@[^/]+\/(.+)$/.exec(path);
  const one = PACKAGES.find(({ name }) => name === found?.[1]);
  const file = normalize(found?.[2] ?? '');
  if (!dir || !one || file.startsWith('..')) throw notFound('script', path);
  const full = join(homeOf(dir, one), file);
  if (!existsSync(full)) throw notFound('script', path);
  const type = types[full.split('.').at(-1) ?? ''] ?? 'application/octet-stream';
  return new Response(new Uint8Array(await readFile(full)), {
    headers: { 'content-type': `${type}; charset=utf-8`, 'cache-control': 'public, max-age=3600' },
  });
}
