import { lookup } from 'node:dns/promises';
import { existsSync, readdirSync } from 'node:fs';
import { defineConfig } from 'prisma/config';

/**
 * Every Prisma command first looks for the schema engine, a binary fetched at install time, though `generate` never
 * runs it. Where it is absent and cannot be fetched, a program that fails takes its place: `generate` then works
 * offline, and a command that needs the engine fails instead of silently doing nothing.
 */
async function allowGenerateOffline(): Promise<void> {
  const environment = process.env;
  if (environment.PRISMA_SCHEMA_ENGINE_BINARY || environment.HTTPS_PROXY || environment.https_proxy) return;
  const engines = 'node_modules/@prisma/engines';
  if (existsSync(engines) && readdirSync(engines).some((name) => name.startsWith('schema-engine-'))) return;
  const mirror = environment.PRISMA_ENGINES_MIRROR ?? 'https://binaries.prisma.sh';
  const reachable = await lookup(new URL(mirror).hostname).catch(() => null);
  const failing = ['/usr/bin/false', '/bin/false'].find((path) => existsSync(path));
  if (!reachable && failing) environment.PRISMA_SCHEMA_ENGINE_BINARY = failing;
}

await allowGenerateOffline();

export default defineConfig({
  schema: 'prisma/schema.prisma',
  migrations: { path: 'prisma/migrations' },
  // Generating the client needs no database, so an absent address is no error here; migrating says so itself.
  datasource: { url: process.env.DATABASE_URL ?? '' },
});
