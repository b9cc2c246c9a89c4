import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { kindNames } from '@/__tests__/support/any-kind';
import { compile } from '@/__tests__/support/typescript/compile';
import { fieldNameOf } from '@/scripts/new-field/field-name';
import { addField, readFields } from '@/scripts/new-field/fields-file';
import { findKinds } from '@/scripts/new-field/kinds';
import { places } from '@/scripts/new-field/places';

const root = join(__dirname, '../..');
const shipped = readFileSync(join(root, 'lib/profile/fields.ts'), 'utf8');
const [first] = [...readFields(shipped).entries.keys()];

let folder: string;
let copy: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'new-field-'));
  copy = join(folder, 'fields.ts');
  writeFileSync(copy, shipped);
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Runs the script on the copy; each question gets the next of `answers`, and then the input ends. */
async function run(args: readonly string[], answers: readonly string[] = []) {
  const script = ['--import', 'tsx', 'scripts/new-field.ts', '--file', copy, ...args];
  const child = spawn(process.execPath, script, { cwd: root });
  const left = [...answers];
  const output = { out: '', err: '' };
  const answer = () => {
    const next = left.shift();
    if (next === undefined) child.stdin.end();
    else child.stdin.write(`${next}\n`);
  };
  child.stdout.on('data', (chunk: Buffer) => {
    output.out += chunk.toString();
    if (output.out.endsWith('> ')) answer();
  });
  child.stderr.on('data', (chunk: Buffer) => (output.err += chunk.toString()));
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { ...output, code };
}

const written = (): string => readFileSync(copy, 'utf8');

it('the script finds every kind, and what it writes of each compiles in every place', () => {
  const kinds = findKinds(root);
  expect(kinds.map(({ name }) => name)).toEqual([...kindNames].sort((a, b) => a.localeCompare(b, 'en')));
  const added = kinds.flatMap((kind) =>
    Object.entries(places).map(([place, { clerk }]) => ({ kind, name: `${kind.name}In${place}`, clerk })),
  );
  const code = added.reduce(
    (before, { kind, name, clerk }) =>
      addField(readFields(before), { name, label: `It’s "${name}"`, kind, clerk: clerk(name) }),
    shipped,
  );
  const { entries } = readFields(code);
  expect([...entries.keys()]).toEqual([...readFields(shipped).entries.keys(), ...added.map(({ name }) => name)]);
  const check = `import type { Field } from '@/lib/profile/model/kinds/kind';\nfields satisfies Record<string, Field>;`;
  const wrong = code.replace(/\bmax: 200,\n/, ''); // which the compiler has to see
  const sources = { 'new fields.ts': `${code}\n${check}`, 'wrong fields.ts': `${wrong}\n${check}` };
  expect(compile(sources)).toEqual([expect.stringMatching(/^wrong fields\.ts: .*'max'/)]);
});

it('an entry stands at the end of the list, formatted, with its import, and the script says where', async () => {
  const { code, out, err } = await run(['--label', ' Date of birth ', '--kind', 'date', '--place', 'private']);
  expect([code, err]).toEqual([0, '']);
  const own = `    label: 'Date of birth',\n    clerk: { privateMetadata: 'dateOfBirth' },\n`;
  const entry = `  dateOfBirth: date({\n${own}  }),\n`;
  const imported = `import { date } from '@/lib/profile/model/kinds/date';\n`;
  expect(written().replace(imported, '')).toBe(shipped.replace(/(?=\};\s*$)/, entry));
  const line = written().split('\n').indexOf('  dateOfBirth: date({') + 1;
  expect(out).toContain(`${copy}:${line}`);
  expect(out).toContain('Next: ');
});

it('what no argument says is asked, and asked again after an answer that is none of the choices', async () => {
  const answers = ['E-mail for invoices', '99', 'choice', 'mirror'];
  const { code, out, err } = await run([], answers);
  expect([code, err]).toEqual([0, '']);
  expect(out).toContain('“99” is none of these.');
  expect(out).toContain('Edit options and none first');
  expect(written()).toContain(`  emailForInvoices: choice({\n    label: 'E-mail for invoices',\n    options: [\n`);
  expect(written()).toContain(`    clerk: { mirrorOnly: true },\n  }),\n};\n`);
});

const birthday = ['--label', 'Birthday', '--kind', 'date', '--place', 'private'];
const refusals: [why: string, args: string[], message: RegExp, fields?: string][] = [
  ['an empty label', ['--label', '  ', '--kind', 'date', '--place', 'private'], /label is empty\. Say what/],
  ['a label without letters', ['--label', '?!'], /No name .* “\?!”\. Say one: --name/],
  ['a name that exists', ['--label', 'X', '--name', first ?? ''], /There is a field “\w+” already\. Take another/],
  ['a name that is a word of the language', ['--label', 'X', '--name', 'class'], /“class” cannot be the name/],
  ['a kind that there is not', ['--label', 'X', '--kind', 'dates'], /no kind “dates”\. Take one of: .*date, /],
  ['a place that there is not', [...birthday, '--place', 'cloud'], /no place “cloud”\. Take one of: public, private/],
  ['a place where another field lives', [...birthday, '--place', 'firstName'], /The field “\w+” lives there already/],
  ['a toggle as a user name', [...birthday, '--kind', 'toggle', '--place', 'username'], /A toggle is no text/],
  ['an argument that there is not', ['--lable', 'X'], /--lable[^]*--label "Birthday"/],
  ['no answer', [], /Nobody answers\. Give the answers as arguments:/],
  ['a file without a list', birthday, /not written as[^]*no such list[^]*by hand/, 'export const field = {};\n'],
  ['a list that spreads another', birthday, /“\.\.\.others” is no entry/, 'export const fields = { ...others };\n'],
  ['a file that does not parse', birthday, /not written as/, 'export const fields = {;\n'],
  ['a file that means something else by the kind', birthday, /something else “date”/, 'const date = 1;\n' + shipped],
];

const cases = refusals.map(([why, args, message, fields = shipped]) => ({ why, args, message, fields }));

test.each(cases)('of $why the script says what to do, and writes nothing', async ({ args, message, fields }) => {
  writeFileSync(copy, fields);
  const { code, err } = await run(args);
  expect(err).toMatch(/^Nothing was written\. /);
  expect(err).toMatch(message);
  expect(code).toBe(1);
  expect(written()).toBe(fields);
});

test.each([
  ['Birthday', 'birthday'],
  ['Date of birth', 'dateOfBirth'],
  ['E-mail for invoices', 'emailForInvoices'],
  ['What’s new', 'whatsNew'],
  ['VAT number', 'vatNumber'],
  ['Größe in cm', 'grosseInCm'],
  ['2nd phone', 'field2ndPhone'],
  ['Class', 'classField'],
  ['Constructor', 'constructorField'],
  ['Perdure', 'perdureField'],
  ['الاسم', undefined],
  ['', undefined],
])('the label “%s” makes the name %s', (label, name) => {
  expect(fieldNameOf(label)).toBe(name);
});

it('an entry is added to an empty list, one without a last comma, and one that renames the kind', () => {
  const kinds = findKinds(root);
  const [date, language] = ['date', 'language'].map((name) => kinds.find((kind) => kind.name === name));
  if (!date || !language) throw new Error('a kind is missing');
  const add = (code: string, kind: typeof date) =>
    addField(readFields(code), { name: 'added', label: 'Added', kind, clerk: { mirrorOnly: true } });
  const entry = /added: date\(\{\s*label: "Added",\s*clerk: \{"mirrorOnly":true\},\s*\}\),\s*\}/;
  expect(add('export const fields = {};\n', date)).toMatch(entry);
  expect(add('export const fields = { a: b() } satisfies Fields; // all', date)).toMatch(/a: b\(\) ?,\s*added: date/);
  expect(add('export const fields = {a: b()};', date)).toMatch(/a: b\(\),\s*added: date/);
  const renamed = `import { date as day } from '${date.module}';\nexport const fields = {};\n`;
  expect(add(renamed, date)).toMatch(/^import \{ date as day \} from '.*';\nexport const fields = \{\s*added: day\(/);
  const beside = `import { timeZone } from '${language.module}';\nexport const fields = {};\n`;
  expect(add(beside, language)).toMatch(/^import \{ timeZone, language \} from /);
});
