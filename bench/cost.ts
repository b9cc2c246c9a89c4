// Measures what a save costs: CPU, statements, calls of Clerk, and how many a second a process keeps up with.
// Run: npm run build && npm run bench:cost -- [--other DIR] [--node PATH] [--only cpu,rate] [--short]; Linux only.
// With --other it measures another built copy of the repository in turns with this one.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { sql } from '../__tests__/e2e/support/stack';
import { startPostgres } from '../local/postgres';
import { measureClerkCalls } from './cost/clerk-calls';
import { measureClerkLimit } from './cost/clerk-limit';
import { measureCpu } from './cost/cpu';
import { measureDashboardEdit } from './cost/dashboard-edit';
import { measureRate } from './cost/rate';
import { toTable, type Build, type Row, type Run } from './cost/run';
import { measureStatements } from './cost/statements';

const root = join(__dirname, '..');

const parts: Record<string, (run: Run) => Promise<Row[]>> = {
  cpu: measureCpu,
  statements: measureStatements,
  rate: measureRate,
  calls: measureClerkCalls,
  limit: measureClerkLimit,
  edit: measureDashboardEdit,
};

const { values: options } = parseArgs({
  options: {
    /** another copy of the repository, built */
    other: { type: 'string' },
    /** the Node that the apps run on */
    node: { type: 'string', default: process.execPath },
    /** the parts to measure */
    only: { type: 'string', default: Object.keys(parts).join() },
    /** small sizes, to try it out: the figures mean nothing */
    short: { type: 'boolean', default: false },
  },
});

/** Returns the builds to measure. @throws if one was not built */
function findBuilds(): Build[] {
  const builds = [{ name: 'this build', dir: root }];
  if (options.other) builds.push({ name: 'other build', dir: resolve(options.other) });
  for (const { dir } of builds)
    if (!existsSync(join(dir, '.next/BUILD_ID'))) throw new Error(`${dir} is not built: run \`npm run build\` there`);
  return builds;
}

/** Returns the parts to measure, in their order. @throws if there is no such part */
function findParts(): [string, (run: Run) => Promise<Row[]>][] {
  const wanted = options.only.split(',');
  const unknown = wanted.find((name) => !(name in parts));
  if (unknown !== undefined) throw new Error(`There is no part "${unknown}": ${Object.keys(parts).join(', ')}`);
  return Object.entries(parts).filter(([name]) => wanted.includes(name));
}

async function main(): Promise<void> {
  const [builds, wanted] = [findBuilds(), findParts()];
  const postgres = await startPostgres({
    dataDir: join(root, '.perdure/cost-postgres'),
    // autovacuum's transactions would count as the app's
    settings: { shared_preload_libraries: 'pg_stat_statements', autovacuum: 'off' },
  });
  try {
    await sql(postgres.url(), 'CREATE EXTENSION IF NOT EXISTS pg_stat_statements');
    const run: Run = {
      builds,
      postgres,
      node: options.node,
      size: (full, short) => (options.short ? short : full),
    };
    console.log(`The apps run on Node ${execFileSync(options.node, ['--version'], { encoding: 'utf8' }).trim()}.`);
    for (const { name, dir } of builds) console.log(`${name}: ${dir}`);
    const rows: Row[] = [];
    for (const [name, measure] of wanted) {
      console.log(`${name}:`);
      rows.push(...(await measure(run)));
    }
    console.log(`\n${toTable(rows)}`);
  } finally {
    await postgres.stop();
  }
}

void main();
