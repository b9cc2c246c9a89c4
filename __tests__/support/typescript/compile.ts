import { join } from 'node:path';
import ts from 'typescript';

const root = join(__dirname, '../../..');

/**
 * Returns what the compiler says of files of this project, each as "path: what". `sources` are files that are not
 * there, or are read so in place of what is there; `paths` are further ones to look at.
 */
export function compile(sources: Readonly<Record<string, string>>, paths: readonly string[] = []): string[] {
  const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), (path) => ts.sys.readFile(path)) as {
    config: { compilerOptions: object };
  };
  const own = { incremental: false, plugins: [], types: [] };
  const { options } = ts.convertCompilerOptionsFromJson({ ...config.compilerOptions, ...own }, root);
  const codes = new Map(Object.entries(sources).map(([path, code]) => [join(root, path), code]));
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists } = host;
  host.fileExists = (path) => codes.has(path) || fileExists(path);
  host.getSourceFile = (path, version) => {
    const code = codes.get(path);
    return code === undefined ? getSourceFile(path, version) : ts.createSourceFile(path, code, version);
  };
  const all = [...new Set([...codes.keys(), ...paths.map((path) => join(root, path))])];
  const program = ts.createProgram(all, { ...options, noEmit: true }, host);
  return all.flatMap((path) =>
    ts
      .getPreEmitDiagnostics(program, program.getSourceFile(path))
      .map(({ messageText }) => `${path.slice(root.length + 1)}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`),
  );
}
