import { registryItemSchema } from 'shadcn/schema';
import { pages, parts, routes, type Part } from './items';
import { doorOf, FOLDER, place, type Placed } from './place';
import { plan } from './plan';
import { prismaFiles } from './prisma';
import { files, reachableFrom, read, sourceOf } from './walk';

/** What every host of this feature has already: shadcn's CLI installs the others in the version that was tested. */
const HOST = ['next', 'react', 'react-dom', '@clerk/nextjs', '@prisma/client', 'prisma', 'tailwindcss'];

const manifest = JSON.parse(read('package.json')) as Record<'dependencies' | 'devDependencies', Record<string, string>>;

/** Returns the files of each part: what its doors need, without what a part below has. Shared by two: the first's. */
function filesOfParts(): Map<Part, string[]> {
  const reached = new Map(parts.map((part) => [part, reachableFrom(part.doors)]));
  const below = parts.filter((part) => part.needs.length <= 1);
  const core = new Set(reached.get(parts[0]!));
  for (const file of new Set(below.slice(1).flatMap((part) => [...reached.get(part)!])))
    if (below.slice(1).filter((part) => reached.get(part)!.has(file)).length > 1) core.add(file);
  const taken = new Set<string>();
  return new Map(
    parts.map((part, index) => {
      const own = [...(index === 0 ? core : reached.get(part)!)].filter((file) => !taken.has(file));
      own.forEach((file) => taken.add(file));
      return [part, own.toSorted()];
    }),
  );
}

/** Returns the packages that files import, each as npm is asked for it, and those with only their types. */
function packagesOf(sources: readonly string[]): Record<'dependencies' | 'devDependencies', string[]> {
  const names = [...new Set(sources.flatMap((file) => sourceOf(file).packages))].toSorted();
  const versioned = (name: string, version: string | undefined) => {
    if (HOST.includes(name)) return name;
    if (!version) throw new Error(`${name} is imported, and package.json does not have it`);
    return `${name}@${version}`;
  };
  const types = names
    .map((name) => `@types/${name.replace('@', '').replace('/', '__')}`)
    .filter((name) => name in manifest.devDependencies && !/^@types\/react(-dom)?$/.test(name));
  return {
    dependencies: names.map((name) => versioned(name, manifest.dependencies[name])),
    devDependencies: types.map((name) => versioned(name, manifest.devDependencies[name])),
  };
}

/** What a part has beside the files that its doors need. */
const extras: Partial<Record<string, () => Placed[]>> = {
  'profile-core': () => [
    ...routes.map(doorOf),
    ...prismaFiles(),
    { target: `${FOLDER}/lib/db/.gitignore`, content: 'generated/\n' },
  ],
};

/** Returns all parts as items of a registry that is served at `url`. @throws if shadcn's CLI would not take one */
export function buildItems(url: string) {
  const ofParts = filesOfParts();
  const unplaced = [...ofParts.values()].flat().filter((file) => /^app\/.*\/(page|layout)\.tsx$/.test(file));
  if (unplaced.length > 0) throw new Error(`pages of this app are not for a host: ${unplaced.join()}`);
  requireHostPages();
  return [...ofParts].map(([part, own]) => {
    const placed = [...own.map(place), ...(extras[part.name]?.() ?? [])];
    const list = `${FOLDER}/installed/${part.name}.txt`;
    const targets = [...placed.map(({ target }) => target.replace(/^~\//, '')), list].toSorted();
    placed.push({ target: list, content: targets.map((target) => `${target}\n`).join('') });
    return registryItemSchema.parse({
      $schema: 'https://ui.shadcn.com/schema/registry-item.json',
      name: part.name,
      type: 'registry:block',
      title: part.title,
      description: part.description,
      ...packagesOf(own),
      registryDependencies: part.needs.map((name) => `${url}/${name}.json`),
      ...(part.name === 'profile-core' && {
        css: { [`@import '../${FOLDER}/components/styles.css'`]: {} },
        docs: plan,
      }),
      files: placed.map(({ target, content }) => ({
        path: target.replace(/^~\//, ''),
        type: 'registry:file',
        target,
        content,
      })),
    });
  });
}

/** @throws if a page of settings has no counterpart among those that a host gets */
function requireHostPages(): void {
  const own = [...files].filter((file) => /^app\/\(settings\)\/settings\/.*page\.tsx$/.test(file));
  const missing = own.filter((page) => !pages.includes(page.replace('app/(settings)/', 'registry/app/')));
  if (missing.length > 0) throw new Error(`a host would lack these pages: ${missing.join()}`);
}
