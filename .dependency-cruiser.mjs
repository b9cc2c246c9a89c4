/**
 * No module imports itself through others, not even for a type, and no folder either.
 * ESLint holds which room may import which (eslint.config.mjs).
 *
 * @type {import('dependency-cruiser').IConfiguration}
 */
const config = {
  forbidden: [
    {
      name: 'no-circular',
      comment: 'Move what both need into a module that imports neither.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-circular-folders',
      comment: 'Move what both folders need into one that imports neither.',
      severity: 'error',
      scope: 'folder',
      from: { path: '^(app|components|lib)' },
      to: { circular: true },
    },
    {
      name: 'no-unresolvable',
      comment: 'An import that cannot be followed could hide a circle.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  required: [
    {
      name: 'imports-are-read',
      comment: 'The page asks the server. If that is not seen, TypeScript is not read, and no circle would be found.',
      severity: 'error',
      module: { path: '^app/\\(settings\\)/settings/settings-page-of\\.tsx$' },
      to: { path: '^lib/profile/server' },
    },
  ],
  options: {
    // imports of types are erased by the compiler, and bind two modules all the same
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.mts', '.mjs', '.js', '.d.ts', '.json', '.css'],
    },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(lib/db/generated|\\.next|\\.perdure)/' },
  },
};

export default config;
