import { createClerkClient } from '@clerk/backend';
import { startLocalClerk, type LocalClerk, type LocalClerkOptions, type NewLocalUser } from '@/local/clerk/start';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { aUserIn } from '../../support/builders';

export const PASSWORD = 'correct horse battery';

const started: { stop(): Promise<void> }[] = [];
afterEach(async () => {
  for (const each of started.splice(0).reverse()) await each.stop();
});

/** Starts a local Clerk that ends with its test. */
export async function aClerk(options: LocalClerkOptions = {}): Promise<LocalClerk> {
  const clerk = await startLocalClerk(options);
  started.push(clerk);
  return clerk;
}

/** Returns Clerk's own SDK, unmodified, pointed at the local Clerk. */
export const sdk = ({ secretKey, publishableKey, apiUrl }: LocalClerk) =>
  createClerkClient({ secretKey, publishableKey, apiUrl, telemetry: { disabled: true } });

/** Signs a user up, Ann Lee unless named. */
export const aUser = (clerk: LocalClerk, given: Partial<NewLocalUser> = { firstName: 'Ann', lastName: 'Lee' }) =>
  aUserIn(clerk, { password: PASSWORD, ...given });

/**
 * Returns what an SDK call failed with.
 * @throws if it succeeded
 */
export async function failureOf(call: Promise<unknown>): Promise<{
  status?: number;
  retryAfter?: number;
  clerkTraceId?: string;
  code?: string;
  param?: unknown;
  /** what Clerk says of the first error, in full */
  text?: string;
  message: string;
}> {
  const error = await call.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof Error)) throw new Error('the call should have failed');
  const { status, retryAfter, clerkTraceId, errors } = error as Error & {
    status?: number;
    retryAfter?: number;
    clerkTraceId?: string;
    errors?: { code: string; longMessage?: string; meta?: { paramName?: string } }[];
  };
  return {
    status,
    retryAfter,
    clerkTraceId,
    code: errors?.[0]?.code,
    param: errors?.[0]?.meta?.paramName,
    text: errors?.[0]?.longMessage,
    message: error.message,
  };
}

/** A webhook as it arrived; `at` is ms since 1970. */
export interface Received {
  headers: Record<string, string>;
  body: string;
  at: number;
}

/** Starts a receiver of webhooks that ends with its test. `answer` returns the status for each one. */
export async function aReceiver(answer: (received: Received, count: number) => number = () => 204) {
  const received: Received[] = [];
  const waiting: { count: number; resolve: () => void }[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      const one = { headers: request.headers as Record<string, string>, body, at: Date.now() };
      received.push(one);
      response.writeHead(answer(one, received.length)).end();
      waiting.filter(({ count }) => received.length >= count).forEach(({ resolve }) => resolve());
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  started.push({
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhooks`,
    received,
    /** Resolves when `count` webhooks have arrived. */
    until: (count: number) =>
      new Promise<void>((resolve) => (received.length >= count ? resolve() : waiting.push({ count, resolve }))),
  };
}

/** Returns the types of the webhooks received, in their order. */
export const typesOf = (received: Received[]) =>
  received.map(({ body }) => (JSON.parse(body) as { type: string }).type);
