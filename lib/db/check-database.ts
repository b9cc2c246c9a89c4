import 'server-only';
import { Client } from 'pg';
import { env } from '@/lib/env';
import type { EnvIssue } from '@/lib/env/issue';
import { log } from '@/lib/log';
import { connectionOptions } from './connection';
import { Prisma } from './generated/client';

/** The longest that a start waits for a connection, and then for an answer, in ms: an outage must not stop a start. */
const CHECK_MS = 1_500;

const UNMIGRATED = 'is right, but migrations have not been applied there: run `npx prisma migrate deploy`';

/** The columns that this app reads and writes, by table. */
const tables = {
  Profile: Object.values(Prisma.ProfileScalarFieldEnum),
  ProfileChange: Object.values(Prisma.ProfileChangeScalarFieldEnum),
  WebhookEvent: Object.values(Prisma.WebhookEventScalarFieldEnum),
};

/** What is certainly wrong with `DATABASE_URL`, by SQLSTATE. Source: Postgres's appendix "Error Codes". */
const faults: Record<string, string> = {
  '08P01':
    'is that of a pooler which refuses what this app asks of each connection: have it ignore these parameters and ' +
    'set them on the role instead (docs/deploying.md), or give a direct address',
  '28P01': 'is well-formed, but Postgres refuses its user or password',
  '28000': 'is well-formed, but Postgres refuses its user, or where this app connects from',
  '3D000': 'names a database that this Postgres does not have',
  '42P01': UNMIGRATED,
  '42703': UNMIGRATED,
  '42501': 'is of a user who may not read the table of profiles',
};

/**
 * Returns what is certainly wrong with `DATABASE_URL`, as Postgres says at the start, before anything is served. If
 * Postgres does not answer, that is logged and nothing is wrong. Never rejects.
 */
export async function checkDatabase(url = env().DATABASE_URL): Promise<EnvIssue[]> {
  const client = new Client({ ...connectionOptions(url), connectionTimeoutMillis: CHECK_MS, query_timeout: CHECK_MS });
  client.on('error', () => undefined); // a broken connection rejects its queries
  try {
    await client.connect();
    for (const [table, columns] of Object.entries(tables))
      await client.query(
        `SELECT ${columns.map((column) => client.escapeIdentifier(column)).join()} FROM ` +
          `${client.escapeIdentifier(table)} LIMIT 0`,
      );
    return [];
  } catch (error) {
    const { code, message } = error as { code?: unknown; message?: unknown };
    const fault = typeof code === 'string' ? faults[code] : undefined;
    if (fault) return [{ name: 'DATABASE_URL', problem: `${fault}. Postgres says: ${String(message)}.` }];
    log.warn({ err: error }, 'whether DATABASE_URL is right is not known yet: Postgres does not answer');
    return [];
  } finally {
    void client.end().catch(() => undefined); // not awaited: if Postgres hangs it never ends
  }
}
