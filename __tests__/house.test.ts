import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import supportedByNext from 'next/dist/shared/lib/modern-browserslist-target';
import ts from 'typescript';

const root = join(__dirname, '..');

/** Lines that cannot be shorter: how each begins, and why. */
const longLines: Record<string, string> = {
  "'U+0000-00FF": 'a range of characters, which next/font reads as one literal only',
  "'U+0100-02BA": 'the same',
};

/** Files of `lib/` and `components/` that may be longer than the others, and why. */
const longFiles: Record<string, string> = {};

const MOST_FILES_IN_A_FOLDER = 16;
const MOST_COLUMNS = 120;
const MOST_LINES = 150;
const LONGEST_TITLE = 99;

/** Every file that is kept, or about to be. */
const files = execFileSync('git', ['ls-files', '-co', '--exclude-standard'], { cwd: root, encoding: 'utf8' })
  .split('\n')
  .filter((file) => /\.(tsx?|mts|mjs)$/.test(file));
const read = (file: string): string => readFileSync(join(root, file), 'utf8');
const linesOf = (file: string): string[] => read(file).replace(/\n$/, '').split('\n');

/** The titles of the tests and groups of tests in a file, each with its line. */
function titlesOf(file: string): { line: number; title: string }[] {
  const source = ts.createSourceFile(file, read(file), ts.ScriptTarget.Latest, true);
  const titles: { line: number; title: string }[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && isTest(node.expression)) {
      const [title] = node.arguments;
      if (title && (ts.isStringLiteralLike(title) || ts.isTemplateExpression(title)))
        titles.push({
          line: source.getLineAndCharacterOfPosition(title.getStart()).line + 1,
          title: ts.isStringLiteralLike(title) ? title.text : title.getText().slice(1, -1),
        });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return titles;
}

/** Reports whether a call of this is a test: `it`, `test.describe`, `it.each(rows)`, … */
function isTest(callee: ts.Expression): boolean {
  if (ts.isIdentifier(callee)) return ['it', 'test', 'describe'].includes(callee.text);
  if (ts.isPropertyAccessExpression(callee)) return callee.name.text !== 'step' && isTest(callee.expression);
  return (ts.isCallExpression(callee) && isTest(callee.expression)) || ts.isTaggedTemplateExpression(callee);
}

describe('the house stays one that a newcomer can look over', () => {
  it(`has at most ${MOST_FILES_IN_A_FOLDER} source files in a folder`, () => {
    const counts = new Map<string, number>();
    for (const file of files) counts.set(dirname(file), (counts.get(dirname(file)) ?? 0) + 1);
    expect([...counts].filter(([, count]) => count > MOST_FILES_IN_A_FOLDER)).toEqual([]);
  });

  it(`has no line of code or comment above ${MOST_COLUMNS} columns`, () => {
    const long = files.flatMap((file) =>
      linesOf(file)
        .map((text, index) => ({ where: `${file}:${index + 1}`, text, columns: [...text].length }))
        .filter(({ columns, text }) => columns > MOST_COLUMNS && !isNamed(text)),
    );
    expect(long.map(({ where, columns }) => `${where} has ${columns}`)).toEqual([]);
  });

  it(`has no file above ${MOST_LINES} lines in lib or components without a reason`, () => {
    const long = files.filter((file) => /^(lib|components)\//.test(file) && linesOf(file).length > MOST_LINES);
    expect(long.filter((file) => !(file in longFiles)).map((file) => `${file} has ${linesOf(file).length}`)).toEqual(
      [],
    );
    expect(Object.keys(longFiles).filter((file) => !long.includes(file))).toEqual([]); // a reason that is not needed
  });

  it(`has no test title above ${LONGEST_TITLE} characters`, () => {
    const titles = files
      .filter((file) => /\.test\.tsx?$/.test(file))
      .flatMap((file) => titlesOf(file).map(({ line, title }) => ({ where: `${file}:${line}`, title })));
    expect(titles.length).toBeGreaterThan(500); // they are found at all
    const long = titles.filter(({ title }) => title.length > LONGEST_TITLE);
    expect(long.map(({ where, title }) => `${where} has ${title.length}`)).toEqual([]);
  });
});

/** The code that browsers run. */
const clientFiles = files.filter((file) => /^(components|lib\/(texts|profile\/(model|words)|[\w-]+\.ts))/.test(file));

/**
 * What a browser can lack, refuse or never answer, and where alone it is used: there it is guarded. Each has its row in
 * `__tests__/e2e/support/capabilities.ts`.
 */
const guardedIn: [RegExp, string[]][] = [
  [/\b(indexedDB|IDB\w+)\b/, ['components/offline/outbox.ts']],
  [
    /\blocalStorage\b/,
    ['components/browser/keeps-typed.ts', 'components/offline/drafts.ts', 'components/offline/page-messages.ts'],
  ],
  [/\bsessionStorage\b/, ['components/offline/open-page.ts', 'components/page/return-once.ts']],
  [/\bnew BroadcastChannel\b/, ['components/browser/tab-channel.ts']],
  [/\bnavigator\.locks\b/, ['lib/request-lock.ts']],
  [/\bnew EventSource\b/, ['components/live/event-stream.ts']],
  [/\bcrypto\./, ['lib/profile/model/save-id.ts']],
  [/\bdocument\.cookie\b/, ['components/profile/saving/use-save-profile.ts']],
  [/\bIntl\./, ['lib/profile/model/graphemes.ts', 'lib/texts/intl.ts']],
  [/\breportError\b/, ['components/browser/page-fault.ts']],
  [/\bAbortSignal\.(any|timeout)\b|\bstructuredClone\b|\bqueueMicrotask\b|\brequestIdleCallback\b/, []],
  [/\bnavigator\.(storage|sendBeacon|clipboard|onLine|userAgentData)\b|\bnew (Shared)?Worker\b/, []],
  // newer than ECMAScript 2022, which all of them have
  [/\.(toSorted|toReversed|toSpliced|with|groupBy|withResolvers|fromAsync|(is|to)WellFormed|canParse)\(/, []],
  [/(?<!\bz)\.(union|intersection|difference|symmetricDifference|is(Sub|Super)setOf|isDisjointFrom)\(/, []],
  [/\bPromise\.try\b|\bURL\.parse\b|\bIterator\.|\bRegExp\.escape\b|\bTemporal\b/, []],
  [
    /\b(matchMedia|startViewTransition|showPopover|checkVisibility|\w+Observer)\b\(/,
    ['components/browser/watch-children.ts'],
  ],
];

describe('the page uses only what every supported browser has, but for what is guarded', () => {
  it('supports the browsers that Next supports', () => {
    const { browserslist } = JSON.parse(read('package.json')) as { browserslist: string[] };
    expect(browserslist).toEqual(supportedByNext);
  });

  it('uses what a browser can lack in its one place', () => {
    const uses = clientFiles.flatMap((file) =>
      guardedIn
        .filter(([api, places]) => !places.includes(file) && codeIn(file).some((line) => api.test(line)))
        .map(([api]) => `${file}: ${String(api)}`),
    );
    expect(uses).toEqual([]);
  });
});

/** The lines of a file that are not only a comment. */
const codeIn = (file: string): string[] => linesOf(file).filter((line) => !/^\s*(\/\/|\/?\*)/.test(line));

const isNamed = (text: string): boolean => Object.keys(longLines).some((start) => text.trimStart().startsWith(start));
