import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, join, posix } from 'node:path';
import { importsOf, type Import } from './imports';

export const root = process.cwd();
export const read = (file: string): string => readFileSync(join(root, file), 'utf8');

/** Every file that Git keeps, or is about to. */
export const files: ReadonlySet<string> = new Set(
  execFileSync('git', ['ls-files', '-co', '--exclude-standard'], { cwd: root, encoding: 'utf8' })
    .split('\n')
    .filter(Boolean),
);

/** A source file, and what it imports of this app and of packages. */
export interface Source {
  file: string;
  text: string;
  /** each import of this app, with the file that it means */
  imports: (Import & { to: string })[];
  packages: string[];
}

/** Prisma makes these: they are in no list of Git's. */
const GENERATED = 'lib/db/generated/';

const ENDINGS = ['', '.ts', '.tsx', '/index.ts', '/index.tsx'];

/** Returns the file of this app that a specifier means; null for a package. @throws if there is no such file */
function resolve(specifier: string, from: string): string | null {
  if (!/^(@\/|\.)/.test(specifier)) return null;
  const path = specifier.startsWith('@/') ? specifier.slice(2) : posix.join(dirname(from), specifier);
  const found = ENDINGS.map((ending) => path + ending).find((file) => files.has(file));
  if (found) return found;
  if (path.startsWith(GENERATED)) return path;
  throw new Error(`${from} imports ${specifier}, which is no file of this app`);
}

const packageOf = (specifier: string): string =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');

const sources = new Map<string, Source>();

/** Returns a source file with its imports. */
export function sourceOf(file: string): Source {
  const known = sources.get(file);
  if (known) return known;
  const text = read(file);
  const imports: Source['imports'] = [];
  const packages: string[] = [];
  for (const one of importsOf(file, text)) {
    const to = resolve(one.specifier, file);
    if (to) imports.push({ ...one, to });
    else if (!isBuiltin(one.specifier)) packages.push(packageOf(one.specifier));
  }
  const source = { file, text, imports, packages };
  sources.set(file, source);
  return source;
}

/** Returns the doors and all files of this app that they need, whichever way. */
export function reachableFrom(doors: Iterable<string>): Set<string> {
  const reached = new Set<string>();
  const waiting = [...doors];
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (reached.has(file) || file.startsWith(GENERATED)) continue;
    reached.add(file);
    waiting.push(...sourceOf(file).imports.map(({ to }) => to));
  }
  return reached;
}
