import nextJest from 'next/jest.js';

const createJestConfig = nextJest({ dir: './' });

/** Packages that ship ES modules only: Jest runs CommonJS, so they are compiled too. */
const esModules = ['jose', 'hono', '@hono/node-server', 'icu-minify', '@formatjs/[^/]+'];

/** The tests of what needs neither a server nor a browser. */
const units = [
  '{docs,house}.test.ts',
  'lib/*.test.ts',
  'lib/texts/*.test.ts',
  'lib/profile/{core,model,words}/**/*.test.ts',
];
/** The same as regular expressions, which is how Jest is told what to leave out. */
const unitPaths = [
  '(docs|house)\\.test\\.ts$',
  'lib/[^/]+\\.test\\.ts$',
  'lib/texts/',
  'lib/profile/(core|model|words)/',
];

/** @type {import('jest').Config} */
const shared = {
  moduleNameMapper: { '^@/(.*)$': '<rootDir>/$1' },
  setupFilesAfterEnv: ['<rootDir>/__tests__/support/setup.ts'],
  modulePathIgnorePatterns: ['<rootDir>/.next/', '<rootDir>/.perdure/'],
};

/** @param {import('jest').Config} own */
async function project(own) {
  const config = await createJestConfig({ ...shared, ...own })();
  const transformIgnorePatterns = [`/node_modules/(?!(${esModules.join('|')})/)`, '^.+\\.module\\.(css|sass|scss)$'];
  // the first that matches counts, and Next puts the alias of tsconfig.json first
  const moduleNameMapper = { ...own.moduleNameMapper, ...config.moduleNameMapper };
  return { ...config, moduleNameMapper, transformIgnorePatterns };
}

export default async function jestConfig() {
  return {
    maxWorkers: 3, // two cores and one more: much of a test is waiting
    testTimeout: 30_000, // what hangs fails; what is only slow, where workers share a core, does not
    testSequencer: '<rootDir>/__tests__/support/jest/slowest-first.mjs',
    projects: [
      await project({
        displayName: 'unit',
        testEnvironment: 'node',
        testMatch: units.map((path) => `<rootDir>/__tests__/${path}`),
      }),
      await project({
        displayName: 'server',
        testEnvironment: 'node',
        testMatch: ['<rootDir>/__tests__/**/*.test.ts'],
        testPathIgnorePatterns: [
          '/node_modules/',
          ...['components/', 'e2e/', 'every-kind/', ...unitPaths].map((path) => `<rootDir>/__tests__/${path}`),
        ],
        globalSetup: '<rootDir>/__tests__/support/jest/global-setup.ts',
        globalTeardown: '<rootDir>/__tests__/support/jest/global-teardown.ts',
      }),
      await project({
        displayName: 'every kind',
        testEnvironment: 'node',
        testMatch: ['<rootDir>/__tests__/every-kind/**/*.test.ts'],
        // a list with a field of every kind and place in the stead of the app's own
        // (the compiler has made a relative path of the alias by then)
        moduleNameMapper: { '^(\\.\\./)+(lib/profile/)?fields$': '<rootDir>/__tests__/every-kind/support/fields.ts' },
      }),
      await project({
        displayName: 'browser',
        testEnvironment: 'jsdom',
        testMatch: ['<rootDir>/__tests__/components/**/*.test.tsx'],
      }),
    ],
  };
}
