import ts from 'typescript';
import type { ClerkPlace } from '@/lib/profile/model/kinds/kind';
import type { Kind } from './kinds';
import { Refusal } from './refusal';

/** A list of fields, as its file has it. */
export interface FieldsFile {
  source: ts.SourceFile;
  list: ts.ObjectLiteralExpression;
  /** the entries by the names of their fields */
  entries: ReadonlyMap<string, ts.PropertyAssignment>;
}

/** An entry to be written. */
export interface NewField {
  name: string;
  label: string;
  kind: Kind;
  clerk: ClerkPlace;
}

/**
 * Returns what a file that declares fields holds.
 * @throws {Refusal} where it is not `export const fields = { … }` with an entry for each field
 */
export function readFields(code: string): FieldsFile {
  const { diagnostics = [] } = ts.transpileModule(code, { reportDiagnostics: true });
  const [fault] = diagnostics;
  if (fault) throw unexpected(ts.flattenDiagnosticMessageText(fault.messageText, ' '));
  const source = ts.createSourceFile('fields.ts', code, ts.ScriptTarget.Latest, true);
  const declared = source.statements
    .filter(ts.isVariableStatement)
    .filter(({ modifiers }) => modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword))
    .flatMap(({ declarationList }) => [...declarationList.declarations])
    .find(({ name }) => name.getText() === 'fields');
  const list = declared?.initializer && bare(declared.initializer);
  if (!list || !ts.isObjectLiteralExpression(list)) throw unexpected('there is no such list');
  const entries = list.properties.map((entry): [string, ts.PropertyAssignment] => {
    if (!ts.isPropertyAssignment(entry) || ts.isComputedPropertyName(entry.name))
      throw unexpected(`“${entry.getText()}” is no entry of a field`);
    return [ts.isIdentifier(entry.name) ? entry.name.text : entry.name.getText().slice(1, -1), entry];
  });
  return { source, list, entries: new Map(entries) };
}

/** Returns an expression without the types that are said of it. */
const bare = (expression: ts.Expression): ts.Expression =>
  ts.isSatisfiesExpression(expression) || ts.isAsExpression(expression) || ts.isParenthesizedExpression(expression)
    ? bare(expression.expression)
    : expression;

const unexpected = (what: string): Refusal =>
  new Refusal(
    'The list of fields is not written as `export const fields = { name: kind({ … }), … };`: ' +
      `${what}. Mend that, or add the entry by hand: docs/add-a-field.md.`,
  );

/** Returns the name of the field that lives in a place, or undefined if none does. */
export function fieldAt({ entries }: FieldsFile, place: ClerkPlace): string | undefined {
  if ('mirrorOnly' in place) return undefined;
  const [where, key] = Object.entries(place)[0] as [string, string];
  const livesThere = (node: ts.Node): boolean =>
    ts.isPropertyAssignment(node) &&
    node.name.getText() === where &&
    ts.isStringLiteralLike(node.initializer) &&
    node.initializer.text === key;
  const isIn = (node: ts.Node): boolean => livesThere(node) || (ts.forEachChild(node, isIn) ?? false);
  return [...entries].find(([, entry]) => isIn(entry.initializer))?.[0];
}

/**
 * Returns the code with an entry at the end of the list, and its import: not yet formatted.
 * @throws {Refusal} where the file calls something else by the name of the kind
 */
export function addField({ source, list }: FieldsFile, { name, label, kind, clerk }: NewField): string {
  const { builder, edits } = importOf(source, kind);
  const options = kind.options.map(([option, example]) => `${option}: ${example},\n`);
  const entry =
    `${name}: ${builder}({\nlabel: ${JSON.stringify(label)},\n${options.join('')}` +
    `clerk: ${JSON.stringify(clerk)},\n}),\n`;
  const closing = list.end - 1;
  edits.push({ at: closing, text: source.text[closing - 1] === '\n' ? entry : `\n${entry}` });
  const last = list.properties.at(-1);
  if (last && !list.properties.hasTrailingComma) edits.push({ at: last.end, text: ',' }); // maybe at the same place
  return edits
    .toSorted((one, other) => other.at - one.at)
    .reduce((code, { at, text }) => code.slice(0, at) + text + code.slice(at), source.text);
}

/** A text to be put into the code before the character `at`. */
interface Edit {
  at: number;
  text: string;
}

/** Returns what a file calls a kind's builder, and what is to be put into the file so that it knows it. */
function importOf(source: ts.SourceFile, { name, module }: Kind): { builder: string; edits: Edit[] } {
  const imports = source.statements.filter(ts.isImportDeclaration);
  const moduleOf = (one: ts.ImportDeclaration) => (one.moduleSpecifier as ts.StringLiteral).text;
  const specifiersOf = ({ importClause }: ts.ImportDeclaration) => {
    const named = importClause?.phaseModifier === undefined ? importClause?.namedBindings : undefined;
    return named && ts.isNamedImports(named) ? [...named.elements] : [];
  };
  const own = imports.filter((one) => moduleOf(one) === module).flatMap(specifiersOf);
  const known = own.find((one) => (one.propertyName ?? one.name).text === name && !one.isTypeOnly);
  if (known) return { builder: known.name.text, edits: [] };
  if (declaredIn(source).includes(name))
    throw new Refusal(`The list of fields calls something else “${name}”. Rename that, and run this again.`);

  const text = `import { ${name} } from '${module}';`;
  const lastOwn = own.at(-1);
  if (lastOwn) return { builder: name, edits: [{ at: lastOwn.end, text: `, ${name}` }] };
  const next = imports.find((one) => moduleOf(one) > module);
  const before = imports.at(-1);
  if (next) return { builder: name, edits: [{ at: next.getStart(), text: `${text}\n` }] };
  return { builder: name, edits: [before ? { at: before.end, text: `\n${text}` } : { at: 0, text: `${text}\n\n` }] };
}

/** Returns the names that a file declares or imports. */
function declaredIn(source: ts.SourceFile): string[] {
  const names: string[] = [];
  const visit = (node: ts.Node): void => {
    const declares =
      ts.isVariableDeclaration(node) ||
      ts.isFunctionDeclaration(node) ||
      ts.isImportClause(node) ||
      ts.isNamespaceImport(node) ||
      ts.isImportSpecifier(node);
    if (declares && node.name && ts.isIdentifier(node.name)) names.push(node.name.text);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return names;
}
