// Bundles what the app's browser code uses of zod/mini: next.config.ts has that served in its place.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = process.cwd();
const BUNDLE = '.perdure/zod-mini.mjs';

/** What of the namespace `z` is a type and no code. */
const TYPES = ['infer', 'input', 'output'];

/**
 * Makes the bundle and returns its path in the project. Turbopack keeps all of zod's core, whatever is used of it;
 * esbuild leaves more than half of it out. What is used and not in the bundle fails the build.
 */
export async function bundleZod(): Promise<string> {
  const { build } = await import('esbuild'); // not there where the app only runs
  await build({
    stdin: { contents: `export { ${usedNames().join(', ')} } from 'zod/mini';`, resolveDir: root },
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    outfile: join(root, BUNDLE),
  });
  return `./${BUNDLE}`;
}

/** Returns the names that our sources use of zod/mini, which they import as `z`. */
function usedNames(): string[] {
  const names = ['app', 'components', 'lib']
    .flatMap(sourcesIn)
    .map((path) => readFileSync(path, 'utf8'))
    .filter((source) => source.includes("from 'zod/mini'"))
    .flatMap((source) => [...source.matchAll(/\bz\s*\.\s*([a-z_]\w*)/g)].map(([, name = '']) => name));
  return [...new Set(names)].filter((name) => !TYPES.includes(name)).sort();
}

const sourcesIn = (folder: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.tsx?$/.test(path))
    .map((path) => join(root, folder, path));
