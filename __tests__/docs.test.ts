import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts from 'typescript';
import { transitions } from '@/lib/profile/core/field-state';

const root = join(__dirname, '..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const exists = (path: string): boolean => existsSync(join(root, path));
const pagesIn = (folder: string): string[] =>
  readdirSync(join(root, folder)).flatMap((name) => (name.endsWith('.md') ? [`${folder}/${name}`] : []));

const records = pagesIn('docs/decisions').filter((page) => /\/\d{4}-/.test(page));
/** The pages that say how things are now; a decision record says how they were. */
const guides = [
  'README.md',
  'CONTRIBUTING.md',
  'lib/profile/README.md',
  'docs/decisions/README.md',
  ...pagesIn('docs'),
];
const howItWorks = read('docs/how-it-works.md');

const groupsOf = (text: string, pattern: RegExp): string[] =>
  [...text.matchAll(pattern)].map(([, group = '']) => group);
const blocksOf = (text: string, language: string): string[] =>
  groupsOf(text, new RegExp(`^ *\`\`\`${language}\n(.*?)^ *\`\`\``, 'gms'));
const withoutBlocks = (text: string): string => text.replace(/^ *```.*?^ *```/gms, '');

/** Returns what is wrong on any of the pages, as "page: what". */
const findWrong = (pages: readonly string[], wrongOn: (page: string) => string[]): string[] =>
  pages.flatMap((page) => wrongOn(page).map((wrong) => `${page}: ${wrong}`));

it('guides and decision records link only to pages and headings that exist', () => {
  const anchorsOf = (page: string): string[] =>
    groupsOf(withoutBlocks(read(page)), /^#+ (.*)$/gm).map((heading) =>
      heading
        .toLowerCase()
        .replace(/[^\p{L}\p{N}\s_-]/gu, '')
        .trim()
        .replace(/\s/g, '-'),
    );
  const broken = findWrong([...guides, ...records], (page) =>
    groupsOf(withoutBlocks(read(page)).replace(/`[^`]*`/g, '``'), /\]\(([^)\s]+)\)/g).filter((target) => {
      if (/^[a-z]+:/.test(target)) return false;
      const [path, anchor] = target.split('#');
      const file = path ? join(dirname(page), path) : page;
      return !exists(file) || (anchor !== undefined && !anchorsOf(file).includes(anchor));
    }),
  );
  expect(broken).toEqual([]);
});

it('guides and decision records name only paths that exist', () => {
  const isPath = (text: string): boolean =>
    /^(app|bench|components|docs|lib|local|prisma|scripts|__tests__|\.ci)\//.test(text) && !/[*<…]/.test(text);
  const missing = findWrong([...guides, ...records], (page) =>
    groupsOf(withoutBlocks(read(page)), /`([^`\s]+)`/g).filter((text) => isPath(text) && !exists(text)),
  );
  expect(missing).toEqual([]);
});

it('guides name only npm scripts that exist', () => {
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
  const missing = findWrong(guides, (page) =>
    groupsOf(read(page), /npm run ([a-z][\w:-]*)/g).filter((script) => !(script in scripts)),
  );
  expect(missing).toEqual([]);
});

it('guides ask Postgres only for tables and columns that exist', () => {
  const schema = read('prisma/schema.prisma');
  const missing = findWrong(guides, (page) => {
    const queries = blocksOf(read(page), 'sh').flatMap((block) => block.match(/^psql .*$/gm) ?? []);
    const names = queries.flatMap((query) => groupsOf(query, /\\?"([A-Za-z]+)\\?"/g));
    return names.filter((name) => !new RegExp(`^\\s*(model )?${name}\\s`, 'm').test(schema));
  });
  expect(missing).toEqual([]);
});

it('guides quote only log lines that the code prints', () => {
  const files = ['app', 'lib'].flatMap((folder) =>
    readdirSync(join(root, folder), { withFileTypes: true, recursive: true })
      .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name)),
  );
  const source = files
    .map((file) => readFileSync(file, 'utf8'))
    .join('\n')
    .replace(/' \+\s*'/g, ''); // a long line is written in parts
  const unknown = findWrong(guides, (page) => {
    const lines = groupsOf(read(page).replace(/\s+/g, ' '), /(?:"msg":|`)"([^"`]{12,})"/g);
    // "…" stands for what is left out; a hint or a reason may be put behind a line
    const parts = lines.flatMap((line) => line.replace(/: Postgres is busy$/, '').split(/…|; /));
    return parts.map((part) => part.trim().replace(/:$/, '')).filter((part) => !source.includes(part));
  });
  expect(unknown).toEqual([]);
});

const arrowsIn = (diagram: string): string[] =>
  [...diagram.matchAll(/^ *(\w+) --> (\w+): (.*)$/gm)].flatMap(([, from, to, events = '']) =>
    events.split('<br/>').map((event) => `${from} --> ${to}: ${event.trim()}`),
  );

it('how-it-works.md draws every transition of a field that changes its state, and no other', () => {
  const [diagram = ''] = blocksOf(howItWorks, 'mermaid').filter((block) => block.startsWith('stateDiagram'));
  const changes = Object.entries(transitions).flatMap(([from, events]) =>
    Object.entries(events).flatMap(([event, to]) => (to === from ? [] : [`${from} --> ${to}: ${event}`])),
  );
  expect(arrowsIn(diagram).toSorted()).toEqual(changes.toSorted());
});

it('how-it-works.md says of every event of a field what happened', () => {
  const [, states = ''] = /^## The four states of a field\n(.*?)^## /ms.exec(howItWorks) ?? [];
  expect(groupsOf(states, /^\| `([a-z ]+)` \|/gm).toSorted()).toEqual(Object.keys(transitions.pending).toSorted());
});

it('how-it-works.md has the eight rules in order, each with the tests that guard it', () => {
  const rules = howItWorks.split(/^### (?=\d\. )/m).slice(1);
  expect(rules.map((rule) => Number.parseInt(rule, 10))).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  expect(rules.filter((rule) => !/^- `__tests__\//m.test(rule))).toEqual([]);
});

it('how-it-works.md names only tests and mutants that exist', () => {
  const guards = [...howItWorks.matchAll(/^- `(__tests__\/[^`]+)`: (.*(?:\n {2}\S.*)*)/gm)];
  const missing = guards.filter(([, file = '', title = '']) => {
    const oneLine = title.replace(/\s+/g, ' ');
    return !exists(file) || !titlesIn(file).some((pattern) => pattern.test(oneLine));
  });
  expect(missing.map(([guard]) => guard)).toEqual([]);
  expect(guards.length).toBeGreaterThan(8);
});

it('how-it-works.md names at most eight files to read first', () => {
  const [, order = ''] = /^## Reading order\n(.*?)^## /ms.exec(howItWorks) ?? [];
  const files = groupsOf(order, /^\d\. \[`([^`]+)`\]/gm);
  expect(files.length).toBeGreaterThan(0);
  expect(files.length).toBeLessThanOrEqual(8);
});

/** What a table of cases fills into a title. */
const PLACEHOLDER = /\$\{.*?\}|%[a-z]|\$\w+/;
const titlesByFile = new Map<string, RegExp[]>();

/** Returns the titles of a file's tests, or of its mutants, as patterns: a placeholder matches anything. */
function titlesIn(file: string): RegExp[] {
  const known = titlesByFile.get(file);
  if (known) return known;
  const titles: string[] = [];
  const visit = (node: ts.Node): void => {
    const title = ts.isCallExpression(node) && /^(it|test)\b/.test(node.getText()) ? node.arguments[0] : undefined;
    if (title && (ts.isStringLiteralLike(title) || ts.isTemplateExpression(title)))
      titles.push(title.getText().slice(1, -1));
    if (file.endsWith('/mutants.ts') && ts.isPropertyAssignment(node) && ts.isStringLiteral(node.name))
      titles.push(node.name.text);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, read(file), ts.ScriptTarget.Latest, true));
  const literal = (text: string): string => text.replace(/\\(.)/g, '$1').replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const patterns = titles
    .map((title) => title.split(PLACEHOLDER))
    .filter((fixed) => fixed.join('').trim() !== '')
    .map((fixed) => new RegExp(`^${fixed.map(literal).join('.+')}$`));
  titlesByFile.set(file, patterns);
  return patterns;
}

it('decision records say when they were made and whether they stand', () => {
  const heading = /^# \d+\. .+\n\nDate: \d{4}-\d\d-\d\d\.?\sStatus: (accepted|superseded by \[)[^\n]*\n\n/;
  expect(records.filter((record) => !heading.test(read(record)))).toEqual([]);
});

it('decision records have a number of their own, in their name and in their title', () => {
  const numbers = records.map((record) => Number.parseInt(record.slice('docs/decisions/'.length), 10));
  expect(records.map((record) => Number(/^# (\d+)\. /.exec(read(record))?.[1]))).toEqual(numbers);
  expect(numbers).toEqual([...new Set(numbers)]);
});

it('decision records are all in the index, under their titles', () => {
  const index = read('docs/decisions/README.md');
  const entryOf = (record: string): string =>
    read(record).replace(/^# (\d+\. .+)\n[^]*$/, `| [$1](${record.slice('docs/decisions/'.length)}) |`);
  expect(records.map(entryOf).filter((entry) => !index.includes(entry))).toEqual([]);
});
