import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

const sideways = "import '@/lib/clerk/users';";

// Each is a real file, linted with other content.
const forbidden: [why: string, filePath: string, code: string, rule: string][] = [
  [
    'a component reaches into the server',
    'components/profile/form/signed-in-form.tsx',
    "import '@/lib/profile/verbs/save-profile';",
    'boundaries/dependencies',
  ],
  [
    'a component imports the database',
    'components/profile/form/signed-in-form.tsx',
    "import '@/lib/db/client';",
    'boundaries/dependencies',
  ],
  [
    'a component imports Clerk',
    'components/profile/form/signed-in-form.tsx',
    "import { useUser } from '@clerk/nextjs'; useUser();",
    'no-restricted-imports',
  ],
  [
    'a door goes past the rules to the database',
    'app/(settings)/page.tsx',
    "import '@/lib/db/client';",
    'boundaries/dependencies',
  ],
  ['the database knows Clerk', 'lib/db/client.ts', sideways, 'boundaries/dependencies'],
  ['Clerk knows the database', 'lib/clerk/users.ts', "import '../db/client';", 'boundaries/dependencies'],
  [
    'a rule imports a door',
    'lib/profile/verbs/get-profile.ts',
    "import '@/app/(settings)/page';",
    'boundaries/dependencies',
  ],
  ['a pure module imports the server', 'lib/profile/model/values.ts', sideways, 'boundaries/dependencies'],
  [
    'the app imports what is local',
    'app/(settings)/page.tsx',
    "import '@/local/clerk/start';",
    'boundaries/dependencies',
  ],
  [
    'Prisma is used outside lib/db',
    'lib/profile/verbs/get-profile.ts',
    "import { PrismaClient } from '@prisma/client'; new PrismaClient();",
    'no-restricted-imports',
  ],
  [
    'pg is used outside lib/db',
    'lib/profile/verbs/get-profile.ts',
    "import pg from 'pg'; new pg.Pool();",
    'no-restricted-imports',
  ],
  [
    'Redis is used outside lib/events',
    'lib/profile/verbs/get-profile.ts',
    "import { createClient } from '@redis/client'; createClient();",
    'no-restricted-imports',
  ],
  [
    'Redis is used in lib/db',
    'lib/db/client.ts',
    "import { createClient } from '@redis/client'; createClient();",
    'no-restricted-imports',
  ],
  [
    'the environment is read in a page',
    'app/(settings)/page.tsx',
    'export const x = process.env.SECRET;',
    'no-restricted-properties',
  ],
  [
    'the environment is read in a component',
    'components/profile/form/signed-in-form.tsx',
    'export const x = process.env.SECRET;',
    'no-restricted-properties',
  ],
  ['the environment is taken apart', 'lib/clerk/users.ts', 'export const { env } = process;', 'no-restricted-syntax'],
  ['an error is swallowed', 'lib/clerk/users.ts', 'try { JSON.parse("x"); } catch {}', 'no-empty'],
  [
    'any is written',
    'lib/clerk/users.ts',
    'export const x = (y: any): string => String(y);',
    '@typescript-eslint/no-explicit-any',
  ],
];

const allowed: [why: string, filePath: string, code: string][] = [
  [
    'a component imports the list of fields',
    'components/profile/form/signed-in-form.tsx',
    "import '@/lib/profile/fields';",
  ],
  ['a door calls a verb', 'app/(settings)/page.tsx', "import '@/lib/profile/verbs/get-profile';"],
  ['a verb uses a platform', 'lib/profile/verbs/get-profile.ts', "import '@/lib/db/client';"],
];

/** The rules that each of `texts` breaks. */
function lint(texts: { filePath: string; code: string }[]): string[][] {
  const script = join(__dirname, 'support/lint-texts.mjs');
  return JSON.parse(
    execFileSync(process.execPath, [script], { input: JSON.stringify(texts), encoding: 'utf8' }),
  ) as string[][];
}

describe('the arrows between the rooms are held by lint', () => {
  let broken: string[][];
  beforeAll(() => {
    broken = lint([...forbidden, ...allowed].map(([, filePath, code]) => ({ filePath, code })));
  }, 60_000);

  test.each(forbidden.map(([why, , , rule], index) => ({ why, rule, index })))('refused: $why', ({ rule, index }) => {
    expect(broken[index]).toContain(rule);
  });

  test.each(allowed.map(([why], index) => ({ why, index: forbidden.length + index })))('allowed: $why', ({ index }) => {
    expect(broken[index]).toEqual([]);
  });
});
