import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compile } from '@/__tests__/support/typescript/compile';

const page = readFileSync(join(__dirname, '../../docs/embed.md'), 'utf8');
const examples = [...page.matchAll(/^```(tsx?)\n(.*?)^```/gms)];

it('each example of the page on embedding compiles', () => {
  const sources = examples.map(([, kind, code = ''], at) => [`example ${at + 1}.${kind}`, code]);
  expect(compile(Object.fromEntries(sources) as Record<string, string>)).toEqual([]);
  expect(examples.length).toBeGreaterThan(5);
});

it('an example that asks the form for a field that there is not does not compile', () => {
  const [, , code = ''] = examples.find(([, , one = '']) => one.includes("fields={['firstName', 'lastName']}")) ?? [];
  const wrong = code.replace("'lastName'", "'nobodysField'");
  expect(compile({ 'wrong.tsx': wrong })).toEqual([expect.stringContaining('nobodysField')]);
});
