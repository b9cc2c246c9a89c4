import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compileFunction } from 'node:vm';
import ts from 'typescript';
import { kindNames } from '@/__tests__/support/any-kind';
import { compile } from '@/__tests__/support/typescript/compile';
import type { Field } from '@/lib/profile/model/kinds/kind';
import { isByRule, isNotSet, parseText, textOf } from '@/lib/profile/model/kinds/text-of';

const root = join(__dirname, '../../../../..');
const page = readFileSync(join(root, 'docs/add-a-field.md'), 'utf8');
const examples = [...page.matchAll(/^```ts\n(.*?)^```/gms)].map(([, code = '']) => code);
const mostLines = 8;
/** The others declare checks, and say themselves what they are. */
const declaresFields = (code: string): boolean => code.includes('export const fields');

/** Returns what the compiler says of examples, each as "example 3.ts: what". */
function compileExamples(codes: readonly string[]): string[] {
  const isField =
    `import type { Field } from '@/lib/profile/model/kinds/kind';\n` + 'fields satisfies Record<string, Field>;';
  const sourceOf = (code: string) => (declaresFields(code) ? `${code}\n${isField}` : code);
  return compile(Object.fromEntries(codes.map((code, at) => [`example ${at + 1}.ts`, sourceOf(code)])));
}

/** Returns the fields that an example declares. */
function run(code: string): Record<string, Field> {
  const compilerOptions = { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 };
  const { outputText } = ts.transpileModule(code, { compilerOptions });
  const exported: { fields?: Record<string, Field> } = {};
  const load = compileFunction(outputText, ['require', 'exports']) as (load: NodeJS.Require, exported: object) => void;
  load(require, exported);
  return exported.fields ?? {};
}

/** The first example without its place, and with a text for a number: they must not compile. */
const [first = ''] = examples;
const wrong = [first.replace(/^ +clerk: .*\n/m, ''), first.replace('max: 40', 'max: "40"')];

it('the page on adding a field has an example of each kind, and each compiles', () => {
  expect(compileExamples([...examples, ...wrong])).toEqual([
    expect.stringMatching(new RegExp(`^example ${examples.length + 1}.ts: .*clerk`)),
    expect.stringMatching(new RegExp(`^example ${examples.length + 2}.ts: .*number`)),
  ]);
  const called = examples.flatMap((code) => [...code.matchAll(/^ {2}\w+: (\w+)\(/gm)].map(([, builder]) => builder));
  expect([...new Set(called)].sort()).toEqual([...kindNames].sort());
});

test.each(examples.filter(declaresFields).map((code) => [/^ {2}(\w+): /m.exec(code)?.[1], code]))(
  'the example %s runs, and its fields read what they show',
  (_name, code = '') => {
    const fields = Object.values(run(code));
    expect(fields.length).toBeGreaterThan(0);
    for (const field of fields) {
      expect(field.label).not.toBe('');
      const shown = textOf(field, field.initial);
      if (isByRule(field, field.initial)) expect(parseText(field, shown)).toEqual({ ok: true, value: field.initial });
      else expect([field.required, isNotSet(field.initial), shown]).toEqual([true, true, '']);
    }
  },
);

it(`an entry has at most ${mostLines} lines, unless it lists options`, () => {
  const entries = examples.flatMap((code) => code.match(/^ {2}\w+: \w+\([^]*?\}\),$/gm) ?? []);
  const long = entries.filter((entry) => !entry.includes('options: [\n') && entry.split('\n').length > mostLines);
  expect(long).toEqual([]);
  expect(entries.length).toBeGreaterThanOrEqual(kindNames.length);
});
