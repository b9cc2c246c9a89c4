import 'server-only';
import { checkKeyPair } from './check-key-pair';
import type { EnvIssue, EnvSource } from './issue';
import { envSchema, variables, type Env } from './variables';

/**
 * Checks an environment and returns it parsed, or all that is wrong with it. `production` is what `next start` runs as:
 * only then test-mode keys are refused, unless `PERDURE_STAGE` is `preview`.
 */
export function checkEnv(
  source: EnvSource,
  { production }: { production: boolean },
): { env: Env } | { issues: EnvIssue[] } {
  const given = Object.fromEntries(
    Object.entries(source).filter(([, value]) => value !== undefined && value.trim() !== ''),
  );
  const parsed = envSchema.safeParse(given);
  const issues = parsed.success
    ? []
    : parsed.error.issues.map(({ path, message }) => toIssue(String(path[0]), message, source, given));
  issues.push(...checkKeyPair(given, production));
  if (!parsed.success || issues.length > 0) return { issues: firstOfEach(issues) };
  return { env: parsed.data };
}

function toIssue(name: string, message: string, source: EnvSource, given: EnvSource): EnvIssue {
  const { origin, astro } = (variables as Record<string, { origin: string; astro?: string }>)[name]!;
  const hint = origin && ` ${origin}`;
  if (given[name] !== undefined) return { name, problem: `${message}.${hint}` };
  if (astro && source[astro])
    return { name, problem: `is missing, but ${astro} is set: that is Astro’s name. Rename it to ${name}.` };
  return { name, problem: `${source[name] === undefined ? 'is missing' : 'is empty'}.${hint}` };
}

const firstOfEach = (all: EnvIssue[]): EnvIssue[] =>
  all.filter((one, index) => all.findIndex((other) => other.name === one.name) === index);
