import { dirname, posix } from 'node:path';
import { compile } from 'tailwindcss';
import { exportsOf, importsOf } from '@/scripts/registry/imports';
import { parts, routes } from '@/scripts/registry/items';
import { doorOf, place, type Placed } from '@/scripts/registry/place';
import { prismaFiles } from '@/scripts/registry/prisma';
import { renameInSource, tokens } from '@/scripts/registry/tokens';
import { reachableFrom, read } from '@/scripts/registry/walk';

const placed: Placed[] = [...[...reachableFrom(parts.flatMap(({ doors }) => doors))].map(place), ...routes.map(doorOf)];
const targets = new Set(placed.map(({ target }) => target));

it('every import of a file that a host gets is another of these files, or one that Prisma generates', () => {
  const lost = placed.flatMap(({ target, content }) =>
    importsOf(target, content)
      .filter(({ specifier }) => /^(@\/|\.)/.test(specifier))
      .map(({ specifier }) => posix.join(dirname(target), specifier))
      .filter((path) => !['', '.ts', '.tsx', '/index.ts', '/index.tsx', '.d.ts'].some((end) => targets.has(path + end)))
      .filter((path) => !path.startsWith('perdure/lib/db/generated/'))
      .map((path) => `${target}: ${path}`),
  );
  expect(lost).toEqual([]);
  expect(targets.size).toBeGreaterThan(300);
});

it('a host gets one folder, the doors that Next looks for in app, and no file that it has already', () => {
  const outside = [...targets].filter((target) => !target.startsWith('perdure/'));
  expect(outside.filter((target) => !/^app\/(api|session|settings)\/.*(route\.ts|page\.tsx)$/.test(target))).toEqual(
    [],
  );
  expect(prismaFiles().filter(({ target }) => !/perdure/.test(target))).toEqual([]);
});

it('the door of a route passes on all that the route exports', () => {
  const door = doorOf('app/api/profile/live/route.ts');
  expect(door.target).toBe('app/api/profile/live/route.ts');
  expect(door.content).toBe("export { HEAD, GET } from '../../../../perdure/app/api/profile/live/route';\n");
  expect(exportsOf('route.ts', 'export type X = 1; export const a = 1, b = 2; export default 3')).toEqual(['a', 'b']);
});

it('no class of a host’s file means a colour or a shadow of the host', async () => {
  const names = { color: tokens.color, shadow: tokens.shadow };
  const theme = Object.entries(names).flatMap(([kind, all]) => all.map((name) => `--${kind}-${name}: red;`));
  const { build } = await compile(`@theme { ${theme.join(' ')} } @tailwind utilities;`);
  const candidates = (text: string) => text.split(/[\s'"`]+/);
  const means = (text: string) => [...build(candidates(text)).matchAll(/var\(--(?:color|shadow)-[\w-]+\)/g)];
  expect(means(read('components/profile/form/save-bar.tsx')).length).toBeGreaterThan(0); // as this app has it
  const sources = placed.filter(({ target }) => /\.tsx?$/.test(target)).map(({ content }) => content);
  const fresh = await compile(`@theme { ${theme.join(' ')} } @tailwind utilities;`);
  const css = fresh.build(sources.flatMap(candidates));
  expect([...css.matchAll(/^.*var\(--(?:color|shadow)-[\w-]+\).*$/gm)].map(([line]) => line)).toEqual([]);
});

it('only texts get other names: code and words stay as they are', () => {
  const code = `const soft = 'text-soft hover:bg-hover tall:sticky bg-danger/10 surface-card'; // bg-hover
const words = 'a soft line, to ink';
const style = { color: 'var(--color-primary-hover)' };`;
  expect(renameInSource('a.ts', code)).toBe(
    `const soft = 'text-perdure-soft hover:bg-perdure-hover perdure-tall:sticky bg-perdure-danger/10 ` +
      `perdure-surface-card'; // bg-hover
const words = 'a soft line, to ink';
const style = { color: 'var(--color-perdure-primary-hover)' };`,
  );
});
