import query from '@tanstack/eslint-plugin-query';
import boundaries from 'eslint-plugin-boundaries';
import next from 'eslint-config-next/core-web-vitals';
import { globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

/** The rooms of the house: which files are in each. The first pattern that fits decides. */
const rooms = {
  app: ['app/**', 'middleware.ts', 'instrumentation.ts', 'instrumentation-node.ts'],
  // parts for pages of others, which bring along what they need: server components, and the form with its actions
  parts: ['components/people/**', 'components/profile-form/**'],
  screen: ['components/**'],
  // functions of values alone, for every room
  plain: ['lib/{failed-request,form-post,full-jitter,loop,request-lock,result,within}.ts'],
  // all that people read, and the languages it is in
  texts: ['lib/texts/**', 'messages/**'],
  // the strata of lib/profile, from the bottom up
  model: ['lib/profile/fields.ts', 'lib/profile/model/**'],
  words: ['lib/profile/words/**'],
  core: ['lib/profile/core/**'],
  direct: ['lib/profile/direct/**'],
  reconcile: ['lib/profile/reconcile/**'],
  checks: ['lib/profile/checks.ts', 'lib/profile/checks/**'],
  verbs: ['lib/profile/server.ts', 'lib/profile/verbs/**'],
  background: ['lib/profile/background/**'],
  clerk: ['lib/clerk/**'],
  db: ['lib/db/**'],
  events: ['lib/events/**'],
  env: ['lib/env.ts', 'lib/env/**', 'lib/log.ts', 'lib/singleton.ts'],
  local: ['local/**'],
  // for Storybook alone
  stories: ['.storybook/**', 'stories/**'],
};

const server = ['plain', 'texts', 'model', 'words', 'core', 'clerk', 'db', 'events', 'env'];

/** The arrows: who may import whom, beside their own room. */
const arrows = {
  app: ['parts', 'screen', 'plain', 'texts', 'model', 'words', 'verbs', 'background', 'clerk', 'events', 'env'],
  parts: ['screen', 'plain', 'texts', 'model', 'words', 'verbs', 'clerk', 'env'],
  screen: ['plain', 'texts', 'model', 'words'],
  plain: ['texts'],
  texts: [],
  model: ['plain', 'texts'],
  words: ['plain', 'texts', 'model'],
  core: ['plain', 'texts', 'model', 'words'],
  direct: server,
  reconcile: [...server, 'direct'],
  checks: ['plain', 'texts', 'model', 'words', 'clerk', 'db', 'env'],
  verbs: [...server, 'checks', 'direct', 'reconcile'],
  background: [...server, 'direct', 'reconcile', 'verbs'],
  clerk: ['plain', 'texts', 'env'],
  db: ['plain', 'env'],
  events: ['plain', 'db', 'env'],
  env: [],
  local: [],
  stories: [],
};

/** Rooms that know the shapes of another, and nothing that it does. */
const onlyTypes = { words: ['clerk'], core: ['clerk'] };

const categories = Object.entries(rooms).map(([category, pattern]) => ({ category, pattern }));

const policies = Object.entries(arrows).map(([room, others]) => ({
  from: { file: { categories: room } },
  allow: { to: { file: { categories: { anyOf: [room, ...others] } } } },
}));
const typePolicies = Object.entries(onlyTypes).map(([room, others]) => ({
  from: { file: { categories: room } },
  allow: { to: { file: { categories: { anyOf: others } } }, dependency: { kind: 'type' } },
}));

/** Packages that stand for an outside world: one room each may import them. */
const onlyIn = (room, pattern, why) => ({
  files: ['app/**', 'components/**', 'lib/**', 'local/**', 'middleware.ts', 'instrumentation*.ts'],
  ignores: [`lib/${room}/**`],
  pattern: { group: pattern, message: why },
});
const worlds = [
  onlyIn('clerk', ['@clerk/*', '@clerk/**'], 'Only lib/clerk speaks to Clerk.'),
  onlyIn('db', ['@prisma/*', 'pg', 'prisma'], 'Only lib/db speaks to Postgres.'),
  onlyIn('events', ['@redis/*', 'redis', 'ioredis'], 'Only lib/events speaks to Redis.'),
];

const environment = [
  {
    selector: 'VariableDeclarator[init.name="process"] Property[key.name="env"]',
    message: 'Only lib/env.ts reads the environment.',
  },
  {
    selector: 'ImportDeclaration[source.value=/^(node:)?process$/]',
    message: 'Use the global process; only lib/env.ts reads its environment.',
  },
];

/** The props of components whose text people read. */
const shownProps = ['alt', 'aria-description', 'aria-label', 'label', 'placeholder', 'text', 'title', 'unavailable'];
const shownProp = `JSXAttribute[name.name=/^(${shownProps.join('|')})$/]`;

/** What people read stands in messages/, and what an entry says of its field in lib/profile: docs/translate.md. */
const inCatalogue = 'People read this: put it into messages/, and say it by useTexts().';
const letters = ':matches(Literal[value=/[A-Za-z]/], TemplateElement[value.raw=/[A-Za-z]/])';
const sentences = [
  {
    selector: `${shownProp} > Literal, ${shownProp} > JSXExpressionContainer > ${letters}`,
    message: inCatalogue,
  },
  {
    selector: `${shownProp} > * > :matches(ConditionalExpression, LogicalExpression, TemplateLiteral) > ${letters}`,
    message: inCatalogue,
  },
  // a capital letter, and another word: no class and no key is written so
  { selector: ':not(NewExpression, ImportDeclaration) > Literal[value=/^[A-Z][^ ]* [A-Za-z]/]', message: inCatalogue },
  { selector: 'TemplateElement[value.raw=/(^|[.!?] )[A-Z][a-z’]* [a-z]/]', message: inCatalogue },
];
const allMessages = [
  {
    selector: 'ImportDeclaration[importKind!="type"][source.value=/(lib.texts.messages-for|messages.(en|de|ar))$/]',
    message: 'A browser is sent the messages of its page: only servers have them all.',
  },
];

const config = [
  globalIgnores([
    '.next/**',
    '.perdure/**',
    'lib/db/generated/**',
    'next-env.d.ts',
    'playwright-report/**',
    'test-results/**',
  ]),
  ...next,
  ...query.configs['flat/recommended'],
  ...tseslint.configs.recommendedTypeChecked.map((one) => ({ ...one, files: ['**/*.ts', '**/*.tsx'] })),
  {
    files: ['**/*.ts', '**/*.tsx'],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
  },
  {
    files: ['**/*.ts', '**/*.tsx'],
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/only-throw-error': 'error',
      'no-empty': ['error', { allowEmptyCatch: false }],
      'no-console': 'error',
    },
  },
  {
    files: ['app/**', 'components/**', 'lib/**', 'local/**', '*.ts'],
    ignores: ['lib/env.ts', 'local/**/main.ts', 'local/**/environment.ts', '*.config.ts'],
    rules: {
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'Only lib/env.ts reads the environment.' },
      ],
      'no-restricted-syntax': ['error', ...environment],
    },
  },
  {
    files: ['app/**/*.tsx', 'components/**/*.{ts,tsx}'],
    rules: {
      'react/jsx-no-literals': [
        'error',
        { noStrings: true, allowedStrings: [' · ', ' ', 'Perdure'], ignoreProps: true },
      ],
      'no-restricted-syntax': ['error', ...environment, ...sentences, ...allMessages],
    },
  },
  {
    files: ['app/profile-texts.tsx'], // it runs on the server alone
    rules: { 'no-restricted-syntax': ['error', ...environment, ...sentences] },
  },
  {
    plugins: { boundaries },
    files: ['app/**', 'components/**', 'lib/**', 'middleware.ts', 'instrumentation*.ts'],
    settings: {
      'boundaries/files': categories,
      'boundaries/files-single-match': true,
      'import/resolver': { typescript: { alwaysTryTypes: true } },
    },
    rules: {
      'boundaries/dependencies': [
        'error',
        {
          default: 'disallow',
          policies: [...policies, ...typePolicies, { allow: { to: { module: { origin: ['external', 'core'] } } } }],
        },
      ],
    },
  },
  {
    files: worlds[0].files,
    ignores: worlds.flatMap((world) => world.ignores),
    rules: { 'no-restricted-imports': ['error', { patterns: worlds.map((world) => world.pattern) }] },
  },
  ...worlds.map((own) => ({
    files: own.ignores,
    rules: {
      'no-restricted-imports': [
        'error',
        { patterns: worlds.filter((world) => world !== own).map((world) => world.pattern) },
      ],
    },
  })),
  {
    files: ['local/**', 'scripts/**', 'bench/**', '__tests__/support/setup.ts', '__tests__/e2e/**'],
    rules: { 'no-console': 'off' },
  },
  // Playwright's fixtures call `use`, which is no hook
  { files: ['__tests__/e2e/**'], rules: { 'react-hooks/rules-of-hooks': 'off' } },
  // local/ plays Clerk and runs Postgres itself, so it speaks to both; the app must never import it
  { files: ['local/**'], rules: { 'no-restricted-imports': 'off' } },
  {
    files: ['__tests__/**'],
    rules: { '@typescript-eslint/unbound-method': 'off', '@typescript-eslint/no-unsafe-assignment': 'off' },
  },
];

export default config;
