import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { fieldNames } from '@/lib/profile/model/values';
import * as page from '@/lib/profile/words/page-words';
import { refusalInWords } from '@/lib/profile/words/refusal-words';

const root = join(__dirname, '../../../..');
/** What nobody needs to know who only wants to save their name. */
const technical = /\b(Clerks?|mirrors?|Postgres|databases?|push(es|ed)?|webhooks?|outbox|lease)\b/i;

/** The folders whose texts people read. */
const folders = ['app', 'components', 'lib/profile/model', 'lib/profile/words', 'lib/profile/verbs/posted-form.ts'];
/** What people read only where they ask for it, or what only operators and machines read. */
const others = [/^lib\/profile\/words\/technical-words\.ts$/, /^app\/api\/(health|push|webhooks)\//];
/** The technical causes, which stand behind "Details". */
const isCause = (node: ts.Node): boolean =>
  ts.isPropertyAssignment(node.parent) && node.parent.name.getText() === 'cause';

/** The texts of a file that a person can read, each with its line: not what is imported, logged or thrown. */
function textsOf(file: string): string[] {
  const source = ts.createSourceFile(file, readFileSync(join(root, file), 'utf8'), ts.ScriptTarget.Latest, true);
  const texts: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node) || ts.isTypeNode(node)) return;
    if (ts.isCallExpression(node) && /^log\b/.test(node.expression.getText())) return;
    if (isText(node)) {
      // one word in small letters is a name in the code: a kind, a key
      if (!/^[a-z:-]+$/.test(node.text) && !isCause(node))
        texts.push(`${file}:${source.getLineAndCharacterOfPosition(node.getStart()).line + 1} ${node.text}`);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return texts;
}
const isText = (node: ts.Node): node is ts.JsxText | ts.LiteralLikeNode =>
  ts.isJsxText(node) || ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || isTemplatePart(node);
const isTemplatePart = (node: ts.Node): boolean => ts.isTemplateMiddle(node) || ts.isTemplateTail(node);

it('no text that a person reads names Clerk, a database or what else is behind the page', () => {
  const files = execFileSync('git', ['ls-files', '-co', '--exclude-standard', ...folders], {
    cwd: root,
    encoding: 'utf8',
  })
    .split('\n')
    .filter((file) => /\.tsx?$/.test(file) && !others.some((pattern) => pattern.test(file)));
  const texts = files.flatMap(textsOf);
  expect(texts.length).toBeGreaterThan(300); // they are found at all
  expect(texts.filter((text) => technical.test(text.slice(text.indexOf(' '))))).toEqual([]);
});

/** All texts in a value, whatever its shape is. */
const textsIn = (value: unknown): string[] =>
  typeof value === 'string' ? [value] : typeof value === 'object' ? Object.values(value ?? {}).flatMap(textsIn) : [];

it('every sentence of the page’s table is plain, and begins with a capital letter', () => {
  const made = [
    ...fieldNames.map((name) => page.refusedWords([name], 'waiting')),
    page.refusedWords(fieldNames, 'saved'),
    page.refusedCaption(fieldNames),
    page.waitingFor(90_000),
    page.lastCheckedAgo(3_600_000),
  ];
  const texts = textsIn([{ ...page }, made]);
  expect(texts.length).toBeGreaterThan(50);
  expect(texts.filter((text) => technical.test(text) || !/^[A-Z]/.test(text))).toEqual([]);
});

it('a refusal is told in plain words, whatever Clerk’s own sentence says', () => {
  const reason = (code: string, message = 'Clerk says no.') => refusalInWords('lastName', { code, message });
  expect(reason('form_param_unknown')).toBe('This app does not use last names.');
  expect(reason('form_param_max_length_exceeded')).toBe('Last name is too long. Shorten it and save again.');
  expect(reason('form_identifier_exists')).toBe('This last name is taken. Choose another.');
  expect(reason('unheard_of')).toBe('This is not accepted. Change it and save again.');
  expect(reason('unheard_of', 'Not with a moose.')).toBe('Not accepted: Not with a moose.');
});

it('a list of words reads the same in every browser', () => {
  expect(page.refusedWords(['firstName', 'lastName', 'avatarColor'], 'waiting').title).toBe(
    'Your first name, last name, and avatar colour were not accepted',
  );
});
