import 'server-only';
import type { EnvIssue } from './issue';
import type { Env } from './variables';

/** Returns the text that stops a start: every variable that is wrong, what is wrong, where to get it. */
export function describeIssues(issues: EnvIssue[]): string {
  const lines = issues.map(({ name, problem }) => `  ✗ ${name} ${problem}`);
  return [
    'Perdure cannot start: its environment is not complete, or not right.',
    '',
    ...lines,
    '',
    'Nothing was served. `.env.example` explains every variable.',
  ].join('\n');
}

/** Returns what is allowed in an environment and still worth a line in the log at each start. */
export function envWarnings(
  { NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY: key }: Env,
  { production }: { production: boolean },
): string[] {
  if (!production || !key.startsWith('pk_test_')) return [];
  // The limit: https://clerk.com/docs/guides/how-clerk-works/system-limits
  return [
    'PERDURE_STAGE=preview: this app runs on a Clerk development instance (test-mode keys), which takes 100 ' +
      'requests in 10 s and is not for production',
  ];
}

/** Thrown if the environment is read although it is wrong; its message lists everything. */
export class EnvError extends Error {
  constructor(issues: EnvIssue[]) {
    super(describeIssues(issues));
    this.name = 'EnvError';
  }
}
