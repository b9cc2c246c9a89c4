import type * as rateLimit from '@/lib/clerk/rate-limit';

const before = { ...process.env };
afterEach(() => {
  process.env = { ...before };
});

/** Returns what an instance with keys of this mode may ask for in 10 s. */
function limitOf(mode: 'live' | 'test'): number {
  process.env = {
    ...before,
    NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY: `pk_${mode}_${Buffer.from('clerk.example.com$').toString('base64')}`,
    CLERK_SECRET_KEY: `sk_${mode}_0123456789abcdef0123456789`,
    CLERK_WEBHOOK_SIGNING_SECRET: 'whsec_MDEyMzQ1Njc4OWFiY2RlZg==',
    DATABASE_URL: 'postgresql://app:secret@db.example.com:5432/perdure',
  };
  let limit = 0;
  // the environment is read once: each mode needs a copy of its own
  jest.isolateModules(() => {
    limit = jest.requireActual<typeof rateLimit>('@/lib/clerk/rate-limit').requestsPer10s();
  });
  return limit;
}

it('a production instance may make 1,000 requests of Clerk in 10 s, a development instance 100', () => {
  expect([limitOf('live'), limitOf('test')]).toEqual([1_000, 100]);
});
