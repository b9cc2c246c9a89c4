import 'server-only';
import { checkKeys } from '@/lib/clerk/check-keys';
import { checkDatabase } from '@/lib/db/check-database';
import type { EnvIssue } from '@/lib/env/issue';

/**
 * What is certainly wrong with this app's access to Clerk and to Postgres, as each of them says. Takes 3 s at most, and
 * never rejects.
 */
export const findStartFaults = async (): Promise<EnvIssue[]> =>
  (await Promise.all([checkKeys(), checkDatabase()])).flat();
