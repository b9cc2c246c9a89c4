import { dirname, posix } from 'node:path';
import { exportsOf } from './imports';
import { renameInSource, renameInStyles, splice, STYLES } from './tokens';
import { read, sourceOf } from './walk';

/** The one folder of the host that the feature is in, beside the files that Next and Prisma look for elsewhere. */
export const FOLDER = 'perdure';

/** A file of the host: where it is, and what it holds. */
export interface Placed {
  target: string;
  content: string;
}

/** Returns where a file of this app is in a host. */
const targetOf = (file: string): string =>
  file.startsWith('registry/') ? file.slice('registry/'.length) : `${FOLDER}/${file}`;

/** Returns how a file imports another one: relatively, whatever alias the host has. */
const specifierFrom = (target: string, to: string): string => {
  const path = posix.relative(dirname(target), to.replace(/(?<!\.d)\.tsx?$/, ''));
  return path.startsWith('.') ? path : `./${path}`;
};

/** Returns a file of this app as it is in a host: imports follow it, and its classes have names of their own. */
export function place(file: string): Placed {
  const target = targetOf(file);
  const { text, imports } = sourceOf(file);
  const changes = imports
    .filter(({ specifier }) => specifier.startsWith('@/'))
    .map(({ start, end, to }) => ({ start, end, by: specifierFrom(target, targetOf(to)) }));
  const moved = splice(text, changes);
  return { target, content: file === STYLES ? renameInStyles(moved) : renameInSource(file, moved) };
}

/** What Next reads of the file itself, so that no other file can pass it on. */
const SEGMENT_CONFIG = ['dynamic', 'revalidate', 'runtime', 'maxDuration', 'preferredRegion', 'fetchCache'];

/** Returns the host's file at a route's address: Next finds the route there, and its code stays in the one folder. */
export function doorOf(route: string): Placed {
  const names = exportsOf(route, read(route));
  const own = names.filter((name) => SEGMENT_CONFIG.includes(name));
  if (own.length > 0) throw new Error(`${route} exports ${own.join()}, which Next reads nowhere but in the route`);
  const target = route.replace(/\([^/]+\)\//g, '');
  return { target, content: `export { ${names.join(', ')} } from '${specifierFrom(target, targetOf(route))}';\n` };
}
