import { checkEnv, describeComplaints, envWarnings, hostOfPublishableKey } from '@/lib/env';

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

const complaintsOf = (source: Record<string, string | undefined>, production = true) => {
  const checked = checkEnv(source, { production });
  return 'complaints' in checked
    ? Object.fromEntries(checked.complaints.map(({ name, problem }) => [name, problem]))
    : {};
};

describe('the environment', () => {
  it('passes when it is whole', () => expect(complaintsOf(good)).toEqual({}));

  test.each(names)('is refused without %s, and says where to get it', (name) => {
    const found = complaintsOf({ ...good, [name]: undefined });
    expect(Object.keys(found)).toEqual([name]);
    expect(found[name]).toMatch(/^is missing\. (Copy|Add)/);
  });

  test.each(names)('is refused with an empty %s', (name) => {
    expect(complaintsOf({ ...good, [name]: '  ' })[name]).toMatch(/^is empty\./);
  });

  test.each(names)('is refused with a malformed %s', (name) => {
    expect(complaintsOf({ ...good, [name]: 'nonsense' })[name]).toMatch(/malformed|not a Postgres connection string/);
  });

  it('lists all that is wrong at once', () => {
    const checked = checkEnv({}, { production: true });
    if (!('complaints' in checked)) throw new Error('an empty environment passed');
    const text = describeComplaints(checked.complaints);
    for (const name of names) expect(text).toContain(name);
  });

  it('refuses test-mode keys in production and takes them in development', () => {
    const test = {
      ...good,
      NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY: keyOf('test', 'a-b-1.clerk.accounts.dev'),
      CLERK_SECRET_KEY: 'sk_test_0123456789abcdef0123456789',
    };
    const found = complaintsOf(test);
    expect(found.NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY).toMatch(/test-mode/);
    expect(found.CLERK_SECRET_KEY).toMatch(/test-mode/);
    expect(complaintsOf(test, false)).toEqual({});
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
      if ('complaints' in checked) throw new Error(describeComplaints(checked.complaints));
      return envWarnings(checked.env, { production: true });
    };

    it('takes test-mode keys in production, and has a warning for the log', () => {
      expect(complaintsOf(preview)).toEqual({});
      expect(warningsAbout(preview)).toEqual([
        expect.stringMatching(/PERDURE_STAGE=preview.*development instance.*100 requests/),
      ]);
    });

    it('takes live keys too, without a warning', () => {
      expect(warningsAbout({ ...good, PERDURE_STAGE: 'preview' })).toEqual([]);
      expect(warningsAbout({ ...good, PERDURE_STAGE: 'production' })).toEqual([]);
    });

    it('is named where test-mode keys are refused', () => {
      expect(complaintsOf({ ...preview, PERDURE_STAGE: undefined }).CLERK_SECRET_KEY).toContain(
        'PERDURE_STAGE=preview',
      );
      expect(complaintsOf({ ...preview, PERDURE_STAGE: 'production' }).CLERK_SECRET_KEY).toMatch(/test-mode/);
    });

    it('is not guessed from another word', () => {
      expect(complaintsOf({ ...preview, PERDURE_STAGE: 'staging' }).PERDURE_STAGE).toMatch(
        /^can only be “production” or “preview”/,
      );
    });

    it('refuses keys of two modes and the demo’s keys all the same', () => {
      expect(complaintsOf({ ...preview, CLERK_SECRET_KEY: good.CLERK_SECRET_KEY }).CLERK_SECRET_KEY).toMatch(
        /live key, but the publishable key is a test key/,
      );
      expect(complaintsOf({ ...local, PERDURE_LOCAL: undefined, PERDURE_STAGE: 'preview' }).CLERK_SECRET_KEY).toMatch(
        /demo/,
      );
    });
  });

  it('refuses a CLERK_JWT_KEY that looks like a public key and is none', () => {
    expect(
      complaintsOf({
        ...good,
        CLERK_JWT_KEY: '-----BEGIN PUBLIC KEY-----\nMIIBIjANBgkqhkiG9w0BAQ\n-----END PUBLIC KEY-----',
      }).CLERK_JWT_KEY,
    ).toMatch(/^is malformed/);
  });

  it('refuses keys of two modes, in development too', () => {
    expect(
      complaintsOf({ ...good, CLERK_SECRET_KEY: 'sk_test_0123456789abcdef0123456789' }, false).CLERK_SECRET_KEY,
    ).toMatch(/test key, but the publishable key is a live key/);
  });

  it('refuses the demo’s keys unless the demo runs it', () => {
    const found = complaintsOf({ ...local, PERDURE_LOCAL: undefined });
    expect(found.NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY).toMatch(/demo/);
    expect(found.CLERK_SECRET_KEY).toMatch(/demo/);
    expect(complaintsOf(local)).toEqual({});
  });

  it('refuses real keys in the demo', () => {
    const found = complaintsOf({ ...good, PERDURE_LOCAL: '1' });
    expect(Object.keys(found).sort()).toEqual(['CLERK_SECRET_KEY', 'NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY']);
  });

  test.each([
    ['PUBLIC_CLERK_PUBLISHABLE_KEY', 'NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY'],
    ['ASTRO_DB_REMOTE_URL', 'DATABASE_URL'],
  ] as const)('recognises Astro’s %s and tells the right name', (astro, right) => {
    const found = complaintsOf({ ...good, [right]: undefined, [astro]: good[right] });
    expect(found[right]).toContain(astro);
    expect(found[right]).toContain(`Rename it to ${right}`);
  });

  it.each(['-1', '2.5', '5s', '1000'])('refuses %s as the seconds that an end is put off', (given) => {
    expect(complaintsOf({ ...good, SHUTDOWN_DELAY_SECONDS: given }).SHUTDOWN_DELAY_SECONDS).toMatch(
      /^must be a whole number of seconds, from 0 to 999\. Leave it out for 5/,
    );
  });

  it('puts an end off by 5 seconds where nothing else is said', () => {
    expect([
      checkEnv(good, { production: true }),
      checkEnv({ ...good, SHUTDOWN_DELAY_SECONDS: '0' }, { production: true }),
    ]).toMatchObject([{ env: { SHUTDOWN_DELAY_SECONDS: 5 } }, { env: { SHUTDOWN_DELAY_SECONDS: 0 } }]);
  });

  it('refuses to send production’s secrets unencrypted', () => {
    expect(complaintsOf({ ...good, CLERK_API_URL: 'http://127.0.0.1:9' }).CLERK_API_URL).toMatch(/not encrypted/);
  });

  it('never repeats a secret in what it says', () => {
    const checked = checkEnv({ ...good, CLERK_SECRET_KEY: 'sk_prod_hunter2hunter2' }, { production: true });
    expect('complaints' in checked && describeComplaints(checked.complaints)).not.toContain('hunter2');
  });
});

describe('a publishable key', () => {
  it('decodes to its instance’s host', () =>
    expect(hostOfPublishableKey(keyOf('live', 'clerk.example.com'))).toBe('clerk.example.com'));
  test.each([
    '',
    'pk_live_',
    'pk_live_!!!',
    `pk_live_${btoa('no-dot$')}`,
    `pk_live_${btoa('clerk.example.com')}`,
    `sk_live_${btoa('clerk.example.com$')}`,
  ])('is not read from %p', (key) => expect(hostOfPublishableKey(key)).toBeNull());
});
