import 'server-only';
import { checkKeys } from '@/lib/clerk/check-keys';
import { checkDatabase } from '@/lib/db/check-database';
import type { EnvIssue } from '@/lib/env/issue';

/**
 * Returns what Clerk and Postgres report to be wrong with this app's access to them. Takes 3 s at most, and never
 * throws.
 */
export const findStartFaults = async (): Promise<EnvIssue[]> =>
  (await Promise.all([checkKeys(), checkDatabase()])).flat();
