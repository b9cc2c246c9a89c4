import 'server-only';
import { checkKeys } from '@/lib/clerk/check-keys';
import { checkDatabase } from '@/lib/db/check-database';
import type { EnvIssue } from '@/lib/env/issue';
import { sizeFaults } from '@/lib/profile/core/sizes/size-faults';
import { fields } from '@/lib/profile/fields';

/**
 * Returns what Clerk and Postgres report to be wrong with this app's access to them, and what Clerk could not hold of
 * the app's fields. Takes 3 s at most, and never throws.
 */
export const findStartFaults = async (): Promise<EnvIssue[]> => [
  ...sizeFaults(fields).map((problem) => ({ name: 'lib/profile/fields.ts:', problem })),
  ...(await Promise.all([checkKeys(), checkDatabase()])).flat(),
];
