import ts from 'typescript';

/** What a file imports: the text of the specifier, and where it stands between its quotes. */
export interface Import {
  specifier: string;
  start: number;
  end: number;
}

/** Returns all that a file imports: declarations, exports from elsewhere, `import()` and types of imports. */
export function importsOf(file: string, text: string): Import[] {
  if (file.endsWith('.css')) return importsOfStyles(text);
  if (!/\.tsx?$/.test(file)) return [];
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const found: Import[] = [];
  const add = (node: ts.Node | undefined) => {
    if (!node) return;
    if (!ts.isStringLiteralLike(node))
      throw new Error(`${file}: an import whose address is computed cannot be followed`);
    found.push({ specifier: node.text, start: node.getStart() + 1, end: node.getEnd() - 1 });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) add(node.moduleSpecifier);
    else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) add(node.arguments[0]);
    else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) add(node.argument.literal);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

const importsOfStyles = (text: string): Import[] =>
  [...text.matchAll(/@import\s+['"]([^'"]+)['"]/g)].map((match) => {
    const start = match.index + match[0].length - 1 - match[1]!.length;
    return { specifier: match[1]!, start, end: start + match[1]!.length };
  });

/** Returns the names of the values that a file exports, as a file that passes them on has to name them. */
export function exportsOf(file: string, text: string): string[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  return source.statements.flatMap((statement) => {
    if (!ts.canHaveModifiers(statement)) return [];
    const modifiers = ts.getModifiers(statement)?.map(({ kind }) => kind) ?? [];
    if (!modifiers.includes(ts.SyntaxKind.ExportKeyword)) return [];
    if (modifiers.includes(ts.SyntaxKind.DefaultKeyword)) return ['default'];
    if (ts.isFunctionDeclaration(statement)) return [statement.name!.text];
    if (!ts.isVariableStatement(statement)) return []; // types
    return statement.declarationList.declarations.map(({ name }) => name.getText());
  });
}
