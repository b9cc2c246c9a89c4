import 'server-only';
import { createPublicKey } from 'node:crypto';
import { z } from 'zod';
import { hostOfPublishableKey } from './keys';

const text = z.string().trim().min(1);

const publishableKey = text.refine(
  (key) => hostOfPublishableKey(key) !== null,
  'is malformed: it must begin with pk_live_ or pk_test_ and decode to your instance’s host',
);
const secretKey = text.regex(
  /^sk_(live|test)_[A-Za-z0-9_]{16,}$/,
  'is malformed: it must begin with sk_live_ or sk_test_, and be copied whole',
);
const signingSecret = text.regex(/^whsec_[A-Za-z0-9+/=]{16,}$/, 'is malformed: it must begin with whsec_');

const postgresUrl = text.refine((value) => {
  if (!URL.canParse(value)) return false;
  const url = new URL(value);
  return /^postgres(ql)?:$/.test(url.protocol) && url.hostname !== '' && url.pathname.length > 1;
}, 'is not a Postgres connection string with a host and a database');

const publicKey = text
  .transform((pem) => pem.replaceAll('\\n', '\n').trim())
  .refine(
    (pem) => /^-----BEGIN PUBLIC KEY-----[A-Za-z0-9+/=\s]+-----END PUBLIC KEY-----$/.test(pem) && isPublicKey(pem),
    'is malformed: it must begin with -----BEGIN PUBLIC KEY----- and be copied whole',
  );

function isPublicKey(pem: string): boolean {
  try {
    createPublicKey(pem);
    return true;
  } catch {
    return false; // not copied whole
  }
}

/**
 * All environment variables that this app reads: what is a right value, and where to get one, which ends each message
 * about it. `astro` is its name in Astro, where this app's configuration is sometimes copied from.
 */
export const variables = {
  NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY: {
    schema: publishableKey,
    origin: 'Copy it from Clerk’s dashboard: Configure → API keys → Publishable key.',
    astro: 'PUBLIC_CLERK_PUBLISHABLE_KEY',
  },
  CLERK_SECRET_KEY: {
    schema: secretKey,
    origin: 'Copy it from Clerk’s dashboard: Configure → API keys → Secret keys.',
  },
  CLERK_WEBHOOK_SIGNING_SECRET: {
    schema: signingSecret,
    origin:
      'Add an endpoint https://<your host>/api/webhooks/clerk in Clerk’s dashboard (Configure → Webhooks) and ' +
      'copy its Signing Secret.',
  },
  DATABASE_URL: {
    schema: postgresUrl,
    origin: 'Copy the connection string of your Postgres database: postgresql://user:password@host:5432/database.',
    astro: 'ASTRO_DB_REMOTE_URL',
  },
  CLERK_JWT_KEY: {
    schema: publicKey.optional(),
    origin: 'Copy it from Clerk’s dashboard: Configure → API keys → JWKS Public Key, or leave it out.',
  },
  EVENTS_URL: {
    schema: z.url({ protocol: /^rediss?$/, error: 'is not the address of a Redis or Valkey' }).optional(),
    origin: 'Leave it out, and Postgres carries the events; or give redis://host:6379.',
  },
  PERDURE_STAGE: {
    schema: z.enum(['production', 'preview'], 'can only be “production” or “preview”').optional(),
    origin:
      'Leave it out in production; set preview for a staging or preview deployment on a Clerk development instance.',
  },
  PUSH_SECRET: {
    schema: text.min(16, 'is too short: it takes at least 16 characters').optional(),
    origin: 'Leave it out unless a cron calls POST /api/push; then make one with `openssl rand -hex 32`.',
  },
  SHUTDOWN_DELAY_SECONDS: {
    schema: text
      .regex(/^\d{1,3}$/, 'must be a whole number of seconds, from 0 to 999')
      .transform(Number)
      .default(5),
    origin: 'Leave it out for 5, or give what your load balancer needs to see that this process is stopping.',
  },
  NEXT_PUBLIC_CLERK_PROXY_URL: {
    schema: text.optional(),
    origin: 'Leave it out unless you proxy Clerk’s Frontend API.',
  },
  CLERK_API_URL: {
    schema: z.url('is not a URL').optional(),
    origin: 'Leave it out: the SDK knows Clerk’s address.',
  },
  CLERK_FAPI_URL: {
    schema: z.url('is not a URL').optional(),
    origin: 'Leave it out: the SDK knows Clerk’s address.',
  },
  PERDURE_LOCAL: {
    schema: z.literal('1', 'can only be 1, set by `npm run demo` and the tests').optional(),
    origin: '',
  },
};
export type VariableName = keyof typeof variables;

type Shape = { [Name in VariableName]: (typeof variables)[Name]['schema'] };
const shape = Object.fromEntries(Object.entries(variables).map(([name, { schema }]) => [name, schema])) as Shape;

/** The whole environment. */
export const envSchema = z.object(shape);
export type Env = z.infer<typeof envSchema>;
