import 'server-only';
import type { EnvIssue, EnvSource } from './issue';
import { hostOfPublishableKey, LOCAL_CLERK_HOST, LOCAL_SECRET_KEY_PREFIX, modeOfKey } from './keys';
import { variables, type VariableName } from './variables';

const PUBLISHABLE = 'NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY';
const SECRET = 'CLERK_SECRET_KEY';

const about = (name: VariableName, problem: string): EnvIssue => ({
  name,
  problem: `${problem} ${variables[name].origin}`,
});

/** Checks Clerk's keys together: of one mode and instance, nothing local in production, nothing real in the demo. */
export function checkKeyPair(given: EnvSource, production: boolean): EnvIssue[] {
  return given.PERDURE_LOCAL === '1' ? checkLocal(given) : checkReal(given, production);
}

function checkLocal(given: EnvSource): EnvIssue[] {
  const problem =
    'belongs to a real Clerk instance, but PERDURE_LOCAL=1 asks for the local Clerk. Unset PERDURE_LOCAL.';
  const host = hostOfPublishableKey(given[PUBLISHABLE] ?? '');
  const secret = given[SECRET];
  return [
    ...(host && host !== LOCAL_CLERK_HOST ? [about(PUBLISHABLE, problem)] : []),
    ...(secret && !secret.startsWith(LOCAL_SECRET_KEY_PREFIX) ? [about(SECRET, problem)] : []),
  ];
}

function checkReal(given: EnvSource, production: boolean): EnvIssue[] {
  const publishable = given[PUBLISHABLE] ?? '';
  const secret = given[SECRET] ?? '';
  const found: EnvIssue[] = [];

  const ofDemo = 'is the demo’s key: only `npm run demo` can use it.';
  if (hostOfPublishableKey(publishable) === LOCAL_CLERK_HOST) found.push(about(PUBLISHABLE, ofDemo));
  if (secret.startsWith(LOCAL_SECRET_KEY_PREFIX)) found.push(about(SECRET, ofDemo));

  if (production && given.PERDURE_STAGE !== 'preview') {
    const ofTest = (prefix: string) =>
      `is a test-mode key. Production needs one that begins with ${prefix}. ` +
      '(A staging or preview deployment may use it: set PERDURE_STAGE=preview.)';
    if (publishable.startsWith('pk_test_')) found.push(about(PUBLISHABLE, ofTest('pk_live_')));
    if (secret.startsWith('sk_test_')) found.push(about(SECRET, ofTest('sk_live_')));
  }

  const [publishableMode, secretMode] = [modeOfKey(publishable), modeOfKey(secret)];
  if (publishableMode && secretMode && publishableMode !== secretMode)
    found.push(
      about(
        SECRET,
        `is a ${secretMode} key, but the publishable key is a ${publishableMode} key. ` +
          'Both must come from one instance.',
      ),
    );
  for (const name of ['CLERK_API_URL', 'CLERK_FAPI_URL'] as const)
    if (production && given[name]?.startsWith('http:')) found.push(about(name, 'is not encrypted (http:).'));
  return found;
}
