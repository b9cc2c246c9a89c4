import type { HttpBindings } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { Hono, type Context, type MiddlewareHandler } from 'hono';
import { ClerkFault, errorBody, faultOf, notImplemented, serverFault } from '../json/errors';
import type { Faults } from '../state/faults';
import type { Instance } from '../state/instance';

/** Requests that `applyLateMs` held back and that take effect now. */
const late = new WeakSet<Request>();

/** Wraps an API with faults, Clerk's error bodies, and a logged 501 for what is not implemented. */
export function faultMiddleware(
  api: 'bapi' | 'fapi',
  inner: Hono,
  { faults, log, requests, lateWrites }: Instance,
): Hono {
  const outer = new Hono();
  if (api === 'bapi') outer.use('*', logRequests(requests));
  outer.use(
    '*',
    injectFaults(api, faults, (request, inMs) => {
      lateWrites.add(request);
      setTimeout(
        () => void Promise.resolve(outer.fetch(request)).finally(() => lateWrites.delete(request)),
        inMs,
      ).unref();
    }),
  );
  if (api === 'fapi') outer.use('*', methodOverride(inner));
  outer.route('/', inner);
  outer.notFound((c) => failure(c, notImplemented(c.req.method, c.req.path), log));
  outer.onError((error, c) => failure(c, error, log));
  inner.onError((error, c) => failure(c, error, log));
  return outer;
}

function failure(c: Context, error: unknown, log: (line: string) => void): Response {
  if (!(error instanceof ClerkFault))
    log(`${c.req.method} ${c.req.path} failed: ${error instanceof Error ? error.stack : String(error)}`);
  else if (error.status === 501) log(`${c.req.method} ${c.req.path}: not implemented by the local Clerk, answered 501`);
  const fault = error instanceof ClerkFault ? error : serverFault(500);
  const body = errorBody(fault.entry);
  return c.json(body, fault.status, { ...fault.headers, 'clerk-trace-id': body.clerk_trace_id });
}

/** The browser scripts send PATCH and DELETE as POST with `?_method=`, which needs no preflight. */
const methodOverride =
  (inner: Hono): MiddlewareHandler =>
  async (c, next) => {
    const method = c.req.query('_method')?.toUpperCase();
    if (c.req.method !== 'POST' || (method !== 'PATCH' && method !== 'DELETE')) return next();
    const url = new URL(c.req.url);
    url.searchParams.delete('_method');
    const answer = await inner.fetch(
      new Request(url, { method, headers: c.req.raw.headers, body: await c.req.arrayBuffer() }),
      c.env,
    );
    // a route that the inner API does not have is logged and answered 501, as for any other method
    if (answer.status === 404 && answer.headers.get('content-type')?.startsWith('text/plain'))
      throw notImplemented(method, c.req.path);
    return answer;
  };

/** How many requests are kept for tests to inspect. */
const KEPT = 10_000;

/** Logs each request with its body and outcome; the oldest are dropped. */
const logRequests =
  (requests: Instance['requests']): MiddlewareHandler =>
  async (c, next) => {
    const text = c.req.header('content-type')?.includes('json') ? await c.req.text() : '';
    const entry: Instance['requests'][number] = {
      method: c.req.method,
      path: c.req.path,
      query: new URL(c.req.url).search.slice(1),
      body: parse(text),
      at: Date.now(),
      status: null,
      endedAt: null,
      late: late.has(c.req.raw),
    };
    requests.push(entry);
    if (requests.length > KEPT) requests.shift();
    await next();
    entry.endedAt = Date.now();
    if (c.res !== RESPONSE_ALREADY_SENT) entry.status = c.res.status;
  };
function parse(text: string): unknown {
  if (text === '') return null;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text; // not JSON
  }
}

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Applies the faults in force to a request; `later` makes one take effect after a delay. */
const injectFaults =
  (api: 'bapi' | 'fapi', faults: Faults, later: (request: Request, inMs: number) => void): MiddlewareHandler =>
  async (c, next) => {
    const { current } = faults;
    if (late.has(c.req.raw) || !faults.concerns(api) || (current.about !== null && !c.req.url.includes(current.about)))
      return next();
    if (current.slowMs > 0) await sleep(current.slowMs);
    if (current.hang) return hang(c);
    if (current.status && c.req.path.endsWith(current.statusAt)) throw faultOf(current.status, current.retryAfter);
    if (current.applyLateMs !== null && c.req.method !== 'GET') {
      const { url, method, headers } = c.req.raw;
      const request = new Request(url, { method, headers, body: await c.req.arrayBuffer() });
      late.add(request);
      later(request, current.applyLateMs);
      return current.loseAnswer ? breakConnection(c) : hang(c);
    }
    await next();
    if (current.loseAnswer) return breakConnection(c);
    return undefined;
  };

const socketOf = (c: Context) => (c.env as Partial<HttpBindings> | undefined)?.incoming?.socket;

/** Never answers; ends when the connection does. */
async function hang(c: Context): Promise<Response> {
  const socket = socketOf(c);
  await new Promise<void>((resolve) =>
    socket && !socket.destroyed ? socket.once('close', () => resolve()) : resolve(),
  );
  return RESPONSE_ALREADY_SENT;
}

function breakConnection(c: Context): Response {
  socketOf(c)?.destroy();
  c.res = RESPONSE_ALREADY_SENT;
  return RESPONSE_ALREADY_SENT;
}
