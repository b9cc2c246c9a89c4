import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

/** A kind of field: a builder in the folder of kinds. */
export interface Kind {
  /** the builder's name: "date" */
  name: string;
  /** what it is imported from: "@/lib/profile/model/kinds/date" */
  module: string;
  /** whether it stores text, as an attribute of Clerk's user does */
  storesText: boolean;
  /** the options that an entry of it has beside its label and place, each with an example in code */
  options: readonly [name: string, example: string][];
}

const FOLDER = 'lib/profile/model/kinds';

/** Examples for options by their name, for the developer to edit. */
const examples: Partial<Record<string, string>> = {
  options: `[\n{ value: 'first', label: 'First' },\n{ value: 'second', label: 'Second' },\n]`,
  max: '200',
  none: `'Not set'`,
};
/** Options that an entry has although its kind does not ask for them: with `none` a choice can be left open. */
const alsoWritten = ['none'];

/** Returns the kinds whose builders are in the project's folder of kinds, by the types of what they take and return. */
export function findKinds(root: string): Kind[] {
  const folder = join(root, FOLDER);
  const paths = readdirSync(folder).flatMap((file) => (file.endsWith('.ts') ? [join(folder, file)] : []));
  const program = ts.createProgram(paths, {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    types: [],
    lib: ['lib.es2023.d.ts'],
    target: ts.ScriptTarget.ES2023,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    paths: { '@/*': [join(root, '*')] },
  });
  const checker = program.getTypeChecker();
  const kinds = paths.flatMap((path) => {
    const source = program.getSourceFile(path);
    const exports = source && checker.getSymbolAtLocation(source);
    const exported = exports ? checker.getExportsOfModule(exports) : [];
    const specifier = `@/${FOLDER}/${path.slice(folder.length + 1, -'.ts'.length)}`;
    return exported.flatMap((symbol) => kindOf(checker, symbol, specifier) ?? []);
  });
  return kinds.sort((one, other) => one.name.localeCompare(other.name, 'en'));
}

/** Returns the kind that an exported symbol builds: a function of the options of a field that returns a field. */
function kindOf(checker: ts.TypeChecker, symbol: ts.Symbol, module: string): Kind | undefined {
  if (!(symbol.flags & (ts.SymbolFlags.Function | ts.SymbolFlags.Variable))) return undefined;
  const [signature] = checker.getTypeOfSymbol(symbol).getCallSignatures();
  const [parameter, ...others] = signature?.parameters ?? [];
  const field = signature?.getReturnType();
  if (!parameter || !field || others.length > 0) return undefined;
  const initial = field.getProperty('initial');
  if (!initial || !field.getProperty('codec') || !field.getProperty('control')) return undefined;

  const stored = checker.getTypeOfSymbol(initial);
  const taken = checker.getTypeOfSymbol(parameter).getProperties();
  const written = taken.filter(
    ({ name, flags }) =>
      !['label', 'clerk'].includes(name) && (!(flags & ts.SymbolFlags.Optional) || alsoWritten.includes(name)),
  );
  return {
    name: symbol.name,
    module,
    storesText: checker.isTypeAssignableTo(checker.getStringType(), stored),
    options: written.map((option) => [option.name, exampleOf(checker, option)]),
  };
}

function exampleOf(checker: ts.TypeChecker, option: ts.Symbol): string {
  const type = checker.getTypeOfSymbol(option);
  const isOf = (simple: ts.Type) => checker.isTypeAssignableTo(simple, type);
  if (examples[option.name]) return examples[option.name] as string;
  if (isOf(checker.getNumberType())) return '100';
  if (isOf(checker.getStringType())) return `'Edit this'`;
  return isOf(checker.getFalseType()) ? 'false' : 'undefined'; // which the compiler then complains about
}
