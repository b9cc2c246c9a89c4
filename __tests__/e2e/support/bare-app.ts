import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { linkTree } from './copy';

const root = join(__dirname, '../../..');
const { dependencies, devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Record<
  'dependencies' | 'devDependencies',
  Record<string, string>
>;
const pick = (from: Record<string, string>, names: readonly string[]) =>
  Object.fromEntries(names.map((name) => [name, from[name]]));

/** What the guides of Next, Clerk and Prisma leave behind, with a rule, colours and a model of its own. */
const files: Record<string, string> = {
  'package.json': JSON.stringify({
    name: 'bare-app',
    private: true,
    scripts: { build: 'prisma generate && next build' },
    dependencies: pick(dependencies, [
      ...['next', 'react', 'react-dom', '@clerk/nextjs', '@prisma/client', '@prisma/adapter-pg'],
    ]),
    devDependencies: pick(devDependencies, [
      ...['typescript', '@types/node', '@types/react', '@types/react-dom', 'prisma'],
      ...['tailwindcss', '@tailwindcss/postcss'],
    ]),
  }),
  'tsconfig.json': JSON.stringify({
    compilerOptions: {
      target: 'ES2017',
      lib: ['dom', 'dom.iterable', 'esnext'],
      allowJs: true,
      skipLibCheck: true,
      strict: true,
      noEmit: true,
      esModuleInterop: true,
      module: 'esnext',
      moduleResolution: 'bundler',
      resolveJsonModule: true,
      isolatedModules: true,
      jsx: 'react-jsx',
      incremental: true,
      plugins: [{ name: 'next' }],
      paths: { '@/*': ['./*'] },
    },
    include: ['next-env.d.ts', '**/*.ts', '**/*.tsx', '.next/types/**/*.ts', '.next/dev/types/**/*.ts', '**/*.mts'],
    exclude: ['node_modules'],
  }),
  'components.json': JSON.stringify({
    $schema: 'https://ui.shadcn.com/schema.json',
    style: 'new-york',
    rsc: true,
    tsx: true,
    tailwind: { config: '', css: 'app/globals.css', baseColor: 'neutral', cssVariables: true },
    aliases: {
      components: '@/components',
      utils: '@/lib/utils',
      ui: '@/components/ui',
      lib: '@/lib',
      hooks: '@/hooks',
    },
  }),
  '.gitignore': 'node_modules\n.next\nnext-env.d.ts\n*.tsbuildinfo\ngenerated\n.env*\n',
  'next.config.ts': `export default { turbopack: { root: import.meta.dirname } };\n`,
  'postcss.config.mjs': `export default { plugins: { '@tailwindcss/postcss': {} } };\n`,
  'app/globals.css': `@import 'tailwindcss';

@theme {
  --color-accent: #663399;
  --color-surface: #fff5dd;
}
`,
  'app/layout.tsx': `import { ClerkProvider } from '@clerk/nextjs';
import type { ReactNode } from 'react';
import './globals.css';

export default function RootLayout({ children }: { children: ReactNode }) {
  return (
    <ClerkProvider>
      <html lang="en">
        <body className="bg-surface">
          <header className="text-accent">Bare app</header>
          <main>{children}</main>
        </body>
      </html>
    </ClerkProvider>
  );
}
`,
  'app/page.tsx': `export default function Home() {
  return <h1>Home</h1>;
}
`,
  'app/members/page.tsx': `export default function Members() {
  return <h1>Members</h1>;
}
`,
  'app/sign-in/[[...sign-in]]/page.tsx': `import { SignIn } from '@clerk/nextjs';

export default function SignInPage() {
  return <SignIn />;
}
`,
  'app/api/notes/route.ts': `import { prisma } from '@/lib/prisma';

export async function POST() {
  await prisma.note.create({ data: { text: 'Hello' } });
  return Response.json({ notes: await prisma.note.count() });
}
`,
  'lib/prisma.ts': `import { PrismaPg } from '@prisma/adapter-pg';
import { PrismaClient } from '@/generated/prisma/client';

export const prisma = new PrismaClient({ adapter: new PrismaPg({ connectionString: process.env.DATABASE_URL }) });
`,
  'middleware.ts': `import { clerkMiddleware, createRouteMatcher } from '@clerk/nextjs/server';

const isForMembers = createRouteMatcher(['/members(.*)']);

export default clerkMiddleware(async (auth, request) => {
  if (isForMembers(request)) await auth.protect();
});

export const config = {
  matcher: [
    '/((?!_next|[^?]*\\\\.(?:html?|css|js(?!on)|jpe?g|webp|png|gif|svg|woff2?|ico|webmanifest)).*)',
    '/(api|trpc)(.*)',
    '/__clerk/(.*)',
  ],
};
`,
  'prisma.config.ts': `import { defineConfig } from 'prisma/config';

export default defineConfig({
  schema: 'prisma/schema.prisma',
  migrations: { path: 'prisma/migrations' },
  datasource: { url: process.env.DATABASE_URL ?? '' },
});
`,
  'prisma/schema.prisma': `generator client {
  provider = "prisma-client"
  output   = "../generated/prisma"
}

datasource db {
  provider = "postgresql"
}

model Note {
  id   Int    @id @default(autoincrement())
  text String
}
`,
  'prisma/migrations/20260101000000_notes/migration.sql':
    'CREATE TABLE "Note" ("id" SERIAL PRIMARY KEY, "text" TEXT NOT NULL);\n',
};

type Needs = Partial<Record<'dependencies' | 'devDependencies' | 'optionalDependencies' | 'peerDependencies', object>>;
const readNeeds = (folder: string) => JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Needs;

/** Puts the packages that an app asks for into its `node_modules`, and what these need, as npm has placed them here. */
function linkPackages(dir: string, kinds: (keyof Needs)[]): void {
  const linked = new Set<string>();
  const add = (from: string, needs: Needs, those: (keyof Needs)[]) => {
    for (const name of those.flatMap((kind) => Object.keys(needs[kind] ?? {}))) {
      const levels = [
        from,
        ...from.split('/node_modules/').map((_, i, all) => all.slice(0, -i - 1).join('/node_modules/')),
      ];
      const folder = levels
        .map((path) => join(path, 'node_modules', name))
        .find((path) => existsSync(join(root, path)));
      if (!folder || linked.has(folder)) continue; // or it is optional, and for another platform
      linked.add(folder);
      add(folder, readNeeds(join(root, folder)), ['dependencies', 'optionalDependencies', 'peerDependencies']);
    }
  };
  add('', readNeeds(dir), kinds);
  // what is within another comes along with it
  const apart = [...linked].filter((folder) => folder.lastIndexOf('node_modules/') === 0);
  mkdirSync(join(dir, 'node_modules'));
  for (const folder of apart) {
    mkdirSync(dirname(join(dir, folder)), { recursive: true });
    linkTree(join(root, folder), join(dir, folder));
  }
  const bin = join(root, 'node_modules/.bin');
  mkdirSync(join(dir, 'node_modules/.bin'));
  for (const program of readdirSync(bin)) {
    const to = readlinkSync(join(bin, program));
    if (existsSync(join(dir, 'node_modules/.bin', to))) symlinkSync(to, join(dir, 'node_modules/.bin', program));
  }
}

/** An app as another team has it, in a folder and a repository of its own. */
export interface BareApp {
  dir: string;
  write(file: string, content: string): void;
  read(file: string): string;
  git(...args: string[]): string;
}

/** Makes a Next app with Clerk and Prisma in `.perdure/<name>`, committed, with the packages that it asks for. */
export function makeBareApp(name: string): BareApp {
  const dir = join(root, '.perdure', name);
  rmSync(dir, { recursive: true, force: true });
  mkdirSync(dir, { recursive: true });
  const write = (file: string, content: string) => {
    mkdirSync(dirname(join(dir, file)), { recursive: true });
    writeFileSync(join(dir, file), content);
  };
  for (const [file, content] of Object.entries(files)) write(file, content);
  linkPackages(dir, ['dependencies', 'devDependencies']);
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=Test', '-c', 'user.email=test@example.com', ...args], {
      cwd: dir,
      encoding: 'utf8',
    });
  git('init', '--quiet');
  git('add', '--all');
  git('commit', '--quiet', '--message', 'A bare app');
  return { dir, write, read: (file) => readFileSync(join(dir, file), 'utf8'), git };
}
