import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { catalogues, flat, textsIn } from '@/lib/texts/messages-for';
import { locales } from '@/lib/texts/locales';
import { refusedWords } from '@/lib/profile/words/page-words';
import { refusalInWords } from '@/lib/profile/words/refusal-words';

const root = join(__dirname, '../../../..');
/** What nobody needs to know who only wants to save their name. */
const technical = /\b(Clerks?|mirrors?|Postgres|databases?|push(es|ed)?|webhooks?|outbox|lease)\b/i;

/** The folders whose texts people read. */
const folders = ['app', 'components', 'lib/profile/model', 'lib/profile/fields.ts', 'lib/profile/sections.ts'];
/** What people read only where they ask for it, or what only operators and machines read. */
const others = [/^app\/api\/(health|push|webhooks)\//];
/** The texts of a file that a person can read, each with its line: not what is imported, logged or thrown. */
function textsOf(file: string): string[] {
  const source = ts.createSourceFile(file, readFileSync(join(root, file), 'utf8'), ts.ScriptTarget.Latest, true);
  const texts: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node) || ts.isTypeNode(node)) return;
    if (ts.isCallExpression(node) && /^log\b/.test(node.expression.getText())) return;
    if (isText(node)) {
      // one word in small letters is a name in the code: a kind, a key
      if (!/^[a-z:-]+$/.test(node.text))
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
  expect(texts.length).toBeGreaterThan(200); // they are found at all
  expect(texts.filter((text) => technical.test(text.slice(text.indexOf(' '))))).toEqual([]);
});

it.each(locales)('no message in %s names what is behind the page, but for the technical details', (locale) => {
  const { technical: _, ...plain } = catalogues[locale];
  const messages = flat('', plain);
  expect(messages.length).toBeGreaterThan(200);
  expect(messages.filter(([, text]) => technical.test(text))).toEqual([]);
});

const english = textsIn('en');

it('a refusal is told in plain words, whatever Clerk’s own sentence says', () => {
  const reason = (code: string, message = 'Clerk says no.') =>
    english.say(refusalInWords('lastName', { code, message }));
  expect(reason('form_param_unknown')).toBe('This app does not use last names.');
  expect(reason('form_param_max_length_exceeded')).toBe('Last name is too long. Shorten it and save again.');
  expect(reason('form_identifier_exists')).toBe('This last name is taken. Choose another.');
  expect(reason('unheard_of')).toBe('This is not accepted. Change it and save again.');
  expect(reason('unheard_of', 'Not with a moose.')).toBe('Not accepted: Not with a moose.');
});

it('a refusal of several fields lists them as each language does', () => {
  const { title } = refusedWords(['firstName', 'lastName', 'avatarColor'], 'waiting');
  expect(locales.map((locale) => textsIn(locale).say(title))).toEqual([
    'Your first name, last name, and avatar colour were not accepted',
    'Nicht angenommen: Vorname, Nachname und Avatarfarbe',
    'لم يُقبل: \u2068الاسم الأول واسم العائلة ولون الصورة الرمزية\u2069',
  ]);
});
