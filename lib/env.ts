import 'server-only';
import { createPublicKey } from 'node:crypto';
import { z } from 'zod';

/** The host that the local Clerk's publishable key decodes to. No real instance can have it. */
export const LOCAL_CLERK_HOST = 'clerk.perdure.localhost';
/** How the local Clerk's secret keys begin. */
export const LOCAL_SECRET_KEY_PREFIX = 'sk_live_perdure_local_';

type Source = Record<string, string | undefined>;

/** Where each variable comes from; a complaint ends with it. */
const origin = {
  NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY: 'Copy it from Clerk’s dashboard: Configure → API keys → Publishable key.',
  CLERK_SECRET_KEY: 'Copy it from Clerk’s dashboard: Configure → API keys → Secret keys.',
  CLERK_WEBHOOK_SIGNING_SECRET:
    'Add an endpoint https://<your host>/api/webhooks/clerk in Clerk’s dashboard (Configure → Webhooks) and copy its Signing Secret.',
  DATABASE_URL: 'Copy the connection string of your Postgres database: postgresql://user:password@host:5432/database.',
  CLERK_JWT_KEY: 'Copy it from Clerk’s dashboard: Configure → API keys → JWKS Public Key, or leave it out.',
  EVENTS_URL: 'Leave it out, and Postgres carries the events; or give redis://host:6379.',
  PERDURE_STAGE:
    'Leave it out in production; set preview for a staging or preview deployment on a Clerk development instance.',
  PUSH_SECRET: 'Leave it out unless a cron calls POST /api/push; then make one with `openssl rand -hex 32`.',
  SHUTDOWN_DELAY_SECONDS:
    'Leave it out for 5, or give what your load balancer needs to see that this process is stopping.',
  NEXT_PUBLIC_CLERK_PROXY_URL: 'Leave it out unless you proxy Clerk’s Frontend API.',
  CLERK_API_URL: 'Leave it out: the SDK knows Clerk’s address.',
  CLERK_FAPI_URL: 'Leave it out: the SDK knows Clerk’s address.',
} as const;
type Name = keyof typeof origin;

/** Names of the same settings in Astro, where this app's configuration is sometimes copied from. */
const astroNames: Partial<Record<Name, string>> = {
  NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY: 'PUBLIC_CLERK_PUBLISHABLE_KEY',
  DATABASE_URL: 'ASTRO_DB_REMOTE_URL',
};

/** The host a publishable key decodes to, or null where it is not one. */
export function hostOfPublishableKey(key: string): string | null {
  const encoded = /^pk_(?:live|test)_([A-Za-z0-9+/=_-]+)$/.exec(key)?.[1];
  if (!encoded) return null;
  try {
    const decoded = atob(encoded.replaceAll('-', '+').replaceAll('_', '/'));
    return /^([a-z0-9-]+(?:\.[a-z0-9-]+)+)\$$/i.exec(decoded)?.[1] ?? null;
  } catch {
    return null; // atob threw: not base64
  }
}

const text = z.string().trim().min(1);

function isPublicKey(pem: string): boolean {
  try {
    createPublicKey(pem);
    return true;
  } catch {
    return false; // not copied whole
  }
}

const postgresUrl = text.refine((value) => {
  if (!URL.canParse(value)) return false;
  const url = new URL(value);
  return /^postgres(ql)?:$/.test(url.protocol) && url.hostname !== '' && url.pathname.length > 1;
}, 'is not a Postgres connection string with a host and a database');

const schema = z.object({
  NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY: text.refine(
    (key) => hostOfPublishableKey(key) !== null,
    'is malformed: it must begin with pk_live_ or pk_test_ and decode to your instance’s host',
  ),
  CLERK_SECRET_KEY: text.regex(
    /^sk_(live|test)_[A-Za-z0-9_]{16,}$/,
    'is malformed: it must begin with sk_live_ or sk_test_, and be copied whole',
  ),
  CLERK_WEBHOOK_SIGNING_SECRET: text.regex(/^whsec_[A-Za-z0-9+/=]{16,}$/, 'is malformed: it must begin with whsec_'),
  DATABASE_URL: postgresUrl,
  CLERK_JWT_KEY: text
    .transform((pem) => pem.replaceAll('\\n', '\n').trim())
    .refine(
      (pem) => /^-----BEGIN PUBLIC KEY-----[A-Za-z0-9+/=\s]+-----END PUBLIC KEY-----$/.test(pem) && isPublicKey(pem),
      'is malformed: it must begin with -----BEGIN PUBLIC KEY----- and be copied whole',
    )
    .optional(),
  EVENTS_URL: z.url({ protocol: /^rediss?$/, error: 'is not the address of a Redis or Valkey' }).optional(),
  PERDURE_STAGE: z.enum(['production', 'preview'], 'can only be “production” or “preview”').optional(),
  PUSH_SECRET: text.min(16, 'is too short: it takes at least 16 characters').optional(),
  SHUTDOWN_DELAY_SECONDS: text
    .regex(/^\d{1,3}$/, 'must be a whole number of seconds, from 0 to 999')
    .transform(Number)
    .default(5),
  NEXT_PUBLIC_CLERK_PROXY_URL: text.optional(),
  CLERK_API_URL: z.url('is not a URL').optional(),
  CLERK_FAPI_URL: z.url('is not a URL').optional(),
  PERDURE_LOCAL: z.literal('1', 'can only be 1, set by `npm run demo` and the tests').optional(),
});
export type Env = z.infer<typeof schema>;

/** What is wrong with one variable, and what to do about it. */
export interface Complaint {
  name: string;
  problem: string;
}

/**
 * Checks an environment. `production` is what `next start` runs as; only then test-mode keys are refused, unless
 * `PERDURE_STAGE` is `preview`.
 */
export function checkEnv(
  source: Source,
  { production }: { production: boolean },
): { env: Env } | { complaints: Complaint[] } {
  const given = Object.fromEntries(
    Object.entries(source).filter(([, value]) => value !== undefined && value.trim() !== ''),
  );
  const parsed = schema.safeParse(given);
  const complaints: Complaint[] = parsed.success
    ? []
    : parsed.error.issues.map((issue) => complain(String(issue.path[0]), source, issue.message, given));
  complaints.push(...keyComplaints(given, production));
  if (!parsed.success || complaints.length > 0) return { complaints: firstOfEach(complaints) };
  return { env: parsed.data };
}

function complain(name: string, source: Source, message: string, given: Source): Complaint {
  const hint = name in origin ? ` ${origin[name as Name]}` : '';
  if (given[name] !== undefined) return { name, problem: `${message}.${hint}` };
  const astro = astroNames[name as Name];
  if (astro && source[astro])
    return { name, problem: `is missing, but ${astro} is set: that is Astro’s name. Rename it to ${name}.` };
  return { name, problem: `${source[name] === undefined ? 'is missing' : 'is empty'}.${hint}` };
}

/** Rules about the keys together: one mode, one instance, nothing local in production and nothing real in the demo. */
function keyComplaints(given: Source, production: boolean): Complaint[] {
  const publishable = given.NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY ?? '';
  const secret = given.CLERK_SECRET_KEY ?? '';
  const host = hostOfPublishableKey(publishable);
  const found: Complaint[] = [];
  const about = (name: Name, problem: string) => found.push({ name, problem: `${problem} ${origin[name]}` });

  if (given.PERDURE_LOCAL === '1') {
    if (host && host !== LOCAL_CLERK_HOST)
      about(
        'NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY',
        'belongs to a real Clerk instance, but PERDURE_LOCAL=1 asks for the local Clerk. Unset PERDURE_LOCAL.',
      );
    if (secret && !secret.startsWith(LOCAL_SECRET_KEY_PREFIX))
      about(
        'CLERK_SECRET_KEY',
        'belongs to a real Clerk instance, but PERDURE_LOCAL=1 asks for the local Clerk. Unset PERDURE_LOCAL.',
      );
    return found;
  }
  if (host === LOCAL_CLERK_HOST)
    about('NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY', 'is the demo’s key: only `npm run demo` can use it.');
  if (secret.startsWith(LOCAL_SECRET_KEY_PREFIX))
    about('CLERK_SECRET_KEY', 'is the demo’s key: only `npm run demo` can use it.');
  const takesTestKeys = !production || given.PERDURE_STAGE === 'preview';
  const unlessPreview = '(A staging or preview deployment may use it: set PERDURE_STAGE=preview.)';
  if (!takesTestKeys && publishable.startsWith('pk_test_'))
    about(
      'NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY',
      `is a test-mode key. Production needs one that begins with pk_live_. ${unlessPreview}`,
    );
  if (!takesTestKeys && secret.startsWith('sk_test_'))
    about('CLERK_SECRET_KEY', `is a test-mode key. Production needs one that begins with sk_live_. ${unlessPreview}`);
  const modes = [publishable, secret].map((key) => /^[ps]k_(live|test)_/.exec(key)?.[1]);
  if (modes[0] && modes[1] && modes[0] !== modes[1])
    about(
      'CLERK_SECRET_KEY',
      `is a ${modes[1]} key, but the publishable key is a ${modes[0]} key. Both must come from one instance.`,
    );
  for (const name of ['CLERK_API_URL', 'CLERK_FAPI_URL'] as const)
    if (production && given[name]?.startsWith('http:')) about(name, 'is not encrypted (http:).');
  return found;
}

const firstOfEach = (all: Complaint[]): Complaint[] =>
  all.filter((one, index) => all.findIndex((other) => other.name === one.name) === index);

/** The text that stops a start: every variable that is wrong, what is wrong, where to get it. */
export function describeComplaints(complaints: Complaint[]): string {
  const lines = complaints.map(({ name, problem }) => `  ✗ ${name} ${problem}`);
  return [
    'Perdure cannot start: its environment is not complete, or not right.',
    '',
    ...lines,
    '',
    'Nothing was served. `.env.example` explains every variable.',
  ].join('\n');
}

/** What is allowed in an environment and still worth a line in the log at each start. */
export function envWarnings(
  { NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY: key }: Env,
  { production }: { production: boolean },
): string[] {
  if (!production || !key.startsWith('pk_test_')) return [];
  // The limit: https://clerk.com/docs/guides/how-clerk-works/system-limits
  return [
    'PERDURE_STAGE=preview: this app runs on a Clerk development instance (test-mode keys), which takes 100 requests in 10 s and is not for production',
  ];
}

/** Thrown where the environment is read although it is wrong; its message is the whole list. */
export class EnvError extends Error {
  constructor(complaints: Complaint[]) {
    super(describeComplaints(complaints));
    this.name = 'EnvError';
  }
}

/** True in a production build, whatever `PERDURE_STAGE` is: what `next start` runs. */
export const isProduction = (): boolean => process.env.NODE_ENV === 'production';

let current: Env | undefined;

/** The checked environment, read once per process. Throws `EnvError`. */
export function env(): Env {
  if (current) return current;
  // A build may have fixed the public key in the browser's code; another key at run time would split the app in two.
  const builtWith = process.env.NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY;
  const source: Source = { ...process.env };
  const checked = checkEnv(source, { production: isProduction() });
  if ('complaints' in checked) throw new EnvError(checked.complaints);
  if (builtWith !== checked.env.NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY)
    throw new EnvError([
      {
        name: 'NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY',
        problem:
          'is not the one this app was built with. Run `npm run build` again with the environment you start with.',
      },
    ]);
  return (current = checked.env);
}
