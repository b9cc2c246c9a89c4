import { checkEnv } from '@/lib/env/check-env';
import { hostOfPublishableKey } from '@/lib/env/keys';
import { describeIssues, envWarnings } from '@/lib/env/messages';

const keyOf = (mode: 'live' | 'test', host: string) =>
  `pk_${mode}_${Buffer.from(`${host}$`).toString('base64').replaceAll('=', '')}`;

const good = {
  NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY: keyOf('live', 'clerk.example.com'),
  CLERK_SECRET_KEY: 'sk_live_0123456789abcdef0123456789',
  CLERK_WEBHOOK_SIGNING_SECRET: 'whsec_MDEyMzQ1Njc4OWFiY2RlZg==',
  DATABASE_URL: 'postgresql://app:secret@db.example.com:5432/perdure',
};
const local = {
  ...good,
  NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY: keyOf('live', 'clerk.perdure.localhost'),
  CLERK_SECRET_KEY: 'sk_live_perdure_local_0123456789abcdef',
  PERDURE_LOCAL: '1',
};
const names = Object.keys(good) as (keyof typeof good)[];

const issuesOf = (source: Record<string, string | undefined>, production = true) => {
  const checked = checkEnv(source, { production });
  return 'issues' in checked ? Object.fromEntries(checked.issues.map(({ name, problem }) => [name, problem])) : {};
};

describe('the environment', () => {
  it('a complete environment passes', () => expect(issuesOf(good)).toEqual({}));

  test.each(names)('an environment without %s is refused, and the message says where to get it', (name) => {
    const found = issuesOf({ ...good, [name]: undefined });
    expect(Object.keys(found)).toEqual([name]);
    expect(found[name]).toMatch(/^is missing\. (Copy|Add)/);
  });

  test.each(names)('an environment with an empty %s is refused', (name) => {
    expect(issuesOf({ ...good, [name]: '  ' })[name]).toMatch(/^is empty\./);
  });

  test.each(names)('an environment with a malformed %s is refused', (name) => {
    expect(issuesOf({ ...good, [name]: 'nonsense' })[name]).toMatch(/malformed|not a Postgres connection string/);
  });

  it('a refused environment lists everything that is wrong at once', () => {
    const checked = checkEnv({}, { production: true });
    if (!('issues' in checked)) throw new Error('an empty environment passed');
    const text = describeIssues(checked.issues);
    for (const name of names) expect(text).toContain(name);
  });

  it('test-mode keys are refused in production and accepted in development', () => {
    const test = {
      ...good,
      NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY: keyOf('test', 'a-b-1.clerk.accounts.dev'),
      CLERK_SECRET_KEY: 'sk_test_0123456789abcdef0123456789',
    };
    const found = issuesOf(test);
    expect(found.NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY).toMatch(/test-mode/);
    expect(found.CLERK_SECRET_KEY).toMatch(/test-mode/);
    expect(issuesOf(test, false)).toEqual({});
  });

  describe('of a preview deployment, which says so by PERDURE_STAGE=preview', () => {
    const preview = {
      ...good,
      NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY: keyOf('test', 'a-b-1.clerk.accounts.dev'),
      CLERK_SECRET_KEY: 'sk_test_0123456789abcdef0123456789',
      PERDURE_STAGE: 'preview',
    };
    const warningsAbout = (source: Record<string, string | undefined>) => {
      const checked = checkEnv(source, { production: true });
      if ('issues' in checked) throw new Error(describeIssues(checked.issues));
      return envWarnings(checked.env, { production: true });
    };

    it('PERDURE_STAGE=preview accepts test-mode keys in production, with a warning for the log', () => {
      expect(issuesOf(preview)).toEqual({});
      expect(warningsAbout(preview)).toEqual([
        expect.stringMatching(/PERDURE_STAGE=preview.*development instance.*100 requests/),
      ]);
    });

    it('PERDURE_STAGE=preview accepts live keys too, without a warning', () => {
      expect(warningsAbout({ ...good, PERDURE_STAGE: 'preview' })).toEqual([]);
      expect(warningsAbout({ ...good, PERDURE_STAGE: 'production' })).toEqual([]);
    });

    it('the refusal of test-mode keys names PERDURE_STAGE=preview', () => {
      expect(issuesOf({ ...preview, PERDURE_STAGE: undefined }).CLERK_SECRET_KEY).toContain('PERDURE_STAGE=preview');
      expect(issuesOf({ ...preview, PERDURE_STAGE: 'production' }).CLERK_SECRET_KEY).toMatch(/test-mode/);
    });

    it('PERDURE_STAGE accepts no other word', () => {
      expect(issuesOf({ ...preview, PERDURE_STAGE: 'staging' }).PERDURE_STAGE).toMatch(
        /^can only be “production” or “preview”/,
      );
    });

    it('PERDURE_STAGE=preview refuses keys of two modes, and the demo’s keys', () => {
      expect(issuesOf({ ...preview, CLERK_SECRET_KEY: good.CLERK_SECRET_KEY }).CLERK_SECRET_KEY).toMatch(
        /live key, but the publishable key is a test key/,
      );
      expect(issuesOf({ ...local, PERDURE_LOCAL: undefined, PERDURE_STAGE: 'preview' }).CLERK_SECRET_KEY).toMatch(
        /demo/,
      );
    });
  });

  it('a CLERK_JWT_KEY that looks like a public key and is none is refused', () => {
    expect(
      issuesOf({
        ...good,
        CLERK_JWT_KEY: '-----BEGIN PUBLIC KEY-----\nMIIBIjANBgkqhkiG9w0BAQ\n-----END PUBLIC KEY-----',
      }).CLERK_JWT_KEY,
    ).toMatch(/^is malformed/);
  });

  it('keys of two modes are refused, in development too', () => {
    expect(
      issuesOf({ ...good, CLERK_SECRET_KEY: 'sk_test_0123456789abcdef0123456789' }, false).CLERK_SECRET_KEY,
    ).toMatch(/test key, but the publishable key is a live key/);
  });

  it('the demo’s keys are refused unless the demo runs', () => {
    const found = issuesOf({ ...local, PERDURE_LOCAL: undefined });
    expect(found.NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY).toMatch(/demo/);
    expect(found.CLERK_SECRET_KEY).toMatch(/demo/);
    expect(issuesOf(local)).toEqual({});
  });

  it('real keys are refused in the demo', () => {
    const found = issuesOf({ ...good, PERDURE_LOCAL: '1' });
    expect(Object.keys(found).sort()).toEqual(['CLERK_SECRET_KEY', 'NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY']);
  });

  test.each([
    ['PUBLIC_CLERK_PUBLISHABLE_KEY', 'NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY'],
    ['ASTRO_DB_REMOTE_URL', 'DATABASE_URL'],
  ] as const)('Astro’s %s is recognised, and the message names %s', (astro, right) => {
    const found = issuesOf({ ...good, [right]: undefined, [astro]: good[right] });
    expect(found[right]).toContain(astro);
    expect(found[right]).toContain(`Rename it to ${right}`);
  });

  it.each(['-1', '2.5', '5s', '1000'])('SHUTDOWN_DELAY_SECONDS=%s is refused', (given) => {
    expect(issuesOf({ ...good, SHUTDOWN_DELAY_SECONDS: given }).SHUTDOWN_DELAY_SECONDS).toMatch(
      /^must be a whole number of seconds, from 0 to 999\. Leave it out for 5/,
    );
  });

  it('SHUTDOWN_DELAY_SECONDS is 5 by default', () => {
    expect([
      checkEnv(good, { production: true }),
      checkEnv({ ...good, SHUTDOWN_DELAY_SECONDS: '0' }, { production: true }),
    ]).toMatchObject([{ env: { SHUTDOWN_DELAY_SECONDS: 5 } }, { env: { SHUTDOWN_DELAY_SECONDS: 0 } }]);
  });

  it('an unencrypted CLERK_API_URL is refused in production', () => {
    expect(issuesOf({ ...good, CLERK_API_URL: 'http://127.0.0.1:9' }).CLERK_API_URL).toMatch(/not encrypted/);
  });

  it('a message about a malformed key does not repeat it', () => {
    const checked = checkEnv({ ...good, CLERK_SECRET_KEY: 'sk_prod_hunter2hunter2' }, { production: true });
    expect('issues' in checked && describeIssues(checked.issues)).not.toContain('hunter2');
  });
});

describe('a publishable key', () => {
  it('a publishable key decodes to its instance’s host', () =>
    expect(hostOfPublishableKey(keyOf('live', 'clerk.example.com'))).toBe('clerk.example.com'));
  test.each([
    '',
    'pk_live_',
    'pk_live_!!!',
    `pk_live_${btoa('no-dot$')}`,
    `pk_live_${btoa('clerk.example.com')}`,
    `sk_live_${btoa('clerk.example.com$')}`,
  ])('%p is no publishable key', (key) => expect(hostOfPublishableKey(key)).toBeNull());
});
