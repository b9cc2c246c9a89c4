import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts from 'typescript';

/** What the guides say of the code is true: their links, paths, tests, commands, columns, log lines and diagram. */
const root = join(__dirname, '..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const filesIn = (folder: string): string[] => {
  const entries = readdirSync(join(root, folder), { withFileTypes: true, recursive: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
};

const records = readdirSync(join(root, 'docs/decisions')).filter((name) => /^\d{4}-.*\.md$/.test(name));
const guides = [
  ...['README.md', 'CONTRIBUTING.md', 'lib/profile/README.md', 'docs/decisions/README.md'],
  ...readdirSync(join(root, 'docs')).flatMap((name) => (name.endsWith('.md') ? [`docs/${name}`] : [])),
];
const howItWorks = read('docs/how-it-works.md');

/** The text of a page's fenced blocks in one language. */
const blocksOf = (text: string, language: string): string[] =>
  [...text.matchAll(new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\``, 'gms'))].map(([, block = '']) => block);
const withoutBlocks = (text: string): string => text.replace(/^```.*?^```/gms, '');

/** `a/{b,c}.ts` as `a/b.ts` and `a/c.ts`. */
const expanded = (path: string): string[] => {
  const [, before, choices, after] = /^(.*?)\{(.*?)\}(.*)$/.exec(path) ?? [];
  return choices === undefined
    ? [path]
    : choices.split(',').flatMap((choice) => expanded(`${before}${choice}${after}`));
};

/** The anchor that a heading has on a page. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replace(/\s/g, '-');
const anchorsOf = (path: string): string[] =>
  [...withoutBlocks(read(path)).matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) => anchorOf(heading));

describe('the guides', () => {
  const pages = [...guides, ...records.map((name) => `docs/decisions/${name}`)];

  it.each(pages)('%s links only to pages and headings that exist', (page) => {
    const targets = [...withoutBlocks(read(page)).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target);
    const broken = targets.filter((target) => {
      if (/^[a-z]+:/.test(target)) return false;
      const [path = '', anchor] = target.split('#');
      const file = path === '' ? page : join(dirname(page), path);
      return !existsSync(join(root, file)) || (anchor !== undefined && !anchorsOf(file).includes(anchor));
    });
    expect(broken).toEqual([]);
  });

  it.each(guides)('%s names only paths that exist', (page) => {
    const spans = [...withoutBlocks(read(page)).matchAll(/`([^`\s]+)`/g)].map(([, span = '']) => span);
    const paths = spans.filter((span) =>
      /^(app|bench|components|docs|lib|local|prisma|scripts|__tests__|\.ci)\//.test(span),
    );
    const missing = paths.filter((path) => !/[*<…]/.test(path)).flatMap(expanded);
    expect(missing.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });

  it.each(guides)('%s names only npm scripts that exist', (page) => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    const named = [...read(page).matchAll(/npm run (?:--silent )?([a-z][\w:-]*)/g)].map(([, script = '']) => script);
    expect(named.filter((script) => !(script in scripts))).toEqual([]);
  });

  it.each(guides)('%s asks Postgres only for tables and columns that exist', (page) => {
    const schema = read('prisma/schema.prisma');
    const queries = blocksOf(read(page), 'sh').flatMap((block) => block.match(/^psql .*$/gm) ?? []);
    const names = queries.flatMap((query) => [...query.matchAll(/\\?"([A-Za-z]+)\\?"/g)].map(([, name = '']) => name));
    expect(names.filter((name) => !new RegExp(`^\\s*(model )?${name}\\s`, 'm').test(schema))).toEqual([]);
  });

  it.each(guides)('%s quotes only log lines that the code prints', (page) => {
    const source = [...filesIn('lib'), ...filesIn('app'), join(root, 'instrumentation-node.ts')]
      .map((file) => readFileSync(file, 'utf8'))
      .join('\n');
    const lines = [
      ...read(page)
        .replace(/\n/g, ' ')
        .matchAll(/"msg":"([^"]+)"/g),
    ].map(([, line = '']) => line);
    // what is left out stands as …, and a reason may follow a colon
    const parts = lines.flatMap((line) => line.split('…')).map((part) => part.replace(/: Postgres is busy$|: $/, ''));
    expect(parts.filter((part) => !source.includes(part.trim()))).toEqual([]);
  });
});

/** The titles of the tests in a file; what a table fills in matches anything. Of a list of mutants, their names. */
function titlesIn(file: string): RegExp[] {
  const source = ts.createSourceFile(file, read(file), ts.ScriptTarget.Latest, true);
  const titles: string[] = [];
  const visit = (node: ts.Node): void => {
    const title = ts.isCallExpression(node) ? node.arguments[0] : undefined;
    if (title && (ts.isStringLiteralLike(title) || ts.isTemplateExpression(title)) && isTest(node))
      titles.push(title.getText().slice(1, -1));
    if (ts.isPropertyAssignment(node) && ts.isStringLiteral(node.name) && file.endsWith('/mutants.ts'))
      titles.push(node.name.text);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return titles.map((title) => {
    const fixed = title.split(/\$\{.*?\}|%[a-z]|\$\w+/).map((part) => part.replace(/\\(.)/g, '$1'));
    return new RegExp(`^${fixed.map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('.+')}$`);
  });
}
const isTest = (node: ts.Node): boolean => /^(it|test)\b/.test(node.getText());

describe('how-it-works.md', () => {
  const rules = howItWorks.split(/^### (?=\d+\. )/m).slice(1);

  it('has the eight rules, in order, each with the tests that guard it', () => {
    expect(rules.map((rule) => Number.parseInt(rule, 10))).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(rules.filter((rule) => !/^- `__tests__\//m.test(rule))).toEqual([]);
  });

  it('names only tests that exist', () => {
    const guards = [...howItWorks.matchAll(/^- `(__tests__\/[^`]+)`: (.*(?:\n {2}\S.*)*)/gm)].map(
      ([, file = '', title = '']) => ({ file, title: title.replace(/\n */g, ' ') }),
    );
    expect(guards.length).toBeGreaterThanOrEqual(8);
    const missing = guards.filter(
      ({ file, title }) => !existsSync(join(root, file)) || !titlesIn(file).some((known) => known.test(title)),
    );
    expect(missing).toEqual([]);
  });

  it('names at most eight files in its reading order, and each exists', () => {
    const [, order = ''] = /^## Reading order\n(.*?)^## /ms.exec(howItWorks) ?? [];
    const files = [...order.matchAll(/^\d+\. \[`([^`]+)`\]/gm)].map(([, file = '']) => file);
    expect(files.length).toBeGreaterThan(0);
    expect(files.length).toBeLessThanOrEqual(8);
    expect(files.filter((file) => !existsSync(join(root, file)))).toEqual([]);
  });
});

describe('a decision record', () => {
  it.each(records)('%s says when it was made and whether it stands', (name) => {
    expect(read(`docs/decisions/${name}`)).toMatch(
      /^# \d+\. .+\n\nDate: \d{4}-\d\d-\d\d\. Status: (accepted|superseded by|amended by)[^\n]*(\n[^\n]+)?\n\n/,
    );
  });

  it.each(records)('%s is in the index, with its title', (name) => {
    const [, number, title] = /^# (\d+)\. (.+)$/m.exec(read(`docs/decisions/${name}`)) ?? [];
    expect(read('docs/decisions/README.md')).toContain(`| [${number}. ${title}](${name}) |`);
  });
});
