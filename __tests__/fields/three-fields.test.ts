import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { compile } from '@/__tests__/support/typescript/compile';

const root = join(__dirname, '../..');
const FIELDS = 'lib/profile/fields.ts';
const SECTIONS = 'lib/profile/sections.ts';
const kept = ['firstName', 'lastName', 'avatarColor'];
/** What Next generates into .next, which need not be there. */
const routes = `
/// <reference types="node" />
/// <reference types="next" />
/// <reference types="next/image-types/global" />
type PageProps<_Path extends string> = {
  params: Promise<Record<string, string>>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};`;

/** Returns the code of a file without the entries of a list in it that are not to be kept. */
function reduced(path: string, list: string, names: readonly string[]): string {
  const source = ts.createSourceFile(path, readFileSync(join(root, path), 'utf8'), ts.ScriptTarget.Latest, true);
  const entries: ts.PropertyAssignment[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isVariableDeclaration(node) && node.name.getText() === list && node.initializer) {
      const value = ts.isSatisfiesExpression(node.initializer) ? node.initializer.expression : node.initializer;
      if (ts.isObjectLiteralExpression(value)) entries.push(...value.properties.filter(ts.isPropertyAssignment));
    } else ts.forEachChild(node, visit);
  };
  visit(source);
  expect(names.filter((name) => !entries.some((entry) => entry.name.getText() === name))).toEqual([]);
  return entries
    .filter(({ name }) => !names.includes(name.getText()))
    .reduceRight((code, { pos, end }) => code.slice(0, pos) + code.slice(end).replace(/^,/, ''), source.text);
}

const files = ['app', 'components', 'lib'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.tsx?$/.test(path) && !path.startsWith('db/generated/'))
    .map((path) => join(folder, path)),
);

it('whoever wants three fields changes the list of fields and that of sections, and nothing else', () => {
  const fields = reduced(FIELDS, 'fields', kept);
  expect(fields).not.toContain('timeZone:');
  const sections = reduced(SECTIONS, 'sections', ['profile', 'look']);
  expect(sections).not.toContain('preferences:');
  expect(compile({ 'routes.d.ts': routes, [FIELDS]: fields, [SECTIONS]: sections }, files)).toEqual([]);
});
