import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { withDeadline } from '@/lib/clerk/deadline'; // before the SDK, which binds `fetch` when it is loaded
import { createClerkClient } from '@clerk/backend';
import { classifyClerkError, type ClerkFailure } from '@/lib/clerk/errors';

/** What the server answers next: nothing at all where this is null. */
let answer: { status: number; body?: string; headers?: Record<string, string> } | null = null;
let server: Server;
let url: string;
beforeAll(async () => {
  server = createServer((_request, response) => {
    if (answer)
      response
        .writeHead(answer.status, { 'content-type': 'application/json', ...answer.headers })
        .end(answer.body ?? '');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const clerk = (apiUrl = url, secretKey: string | undefined = 'sk_test_x') =>
  createClerkClient({ apiUrl, secretKey, telemetry: { disabled: true } });
/** How a call of the SDK that fails is classified. */
const failureOf = (call: () => Promise<unknown>): Promise<ClerkFailure> =>
  call().then(() => {
    throw new Error('the call did not fail');
  }, classifyClerkError);

const body = (code: string, param?: string) =>
  JSON.stringify({
    errors: [{ code, message: 'short', long_message: 'In full.', ...(param && { meta: { param_name: param } }) }],
    clerk_trace_id: 'trace_1',
  });
const known = (retryAfterMs: number | null) => ({ kind: 'transient', unknown: false, retryAfterMs });
const unknown = (retryAfterMs: number | null = null) => ({ kind: 'transient', unknown: true, retryAfterMs });
const refused = (status: number, code: string, param: string | null = null) => ({
  kind: 'refused',
  status,
  code,
  param,
  message: 'In full.',
  traceId: 'trace_1',
});

describe('an answer of Clerk', () => {
  it.each<[string, NonNullable<typeof answer>, object]>([
    [
      '401 of Clerk means that this app is misconfigured',
      { status: 401, body: body('clerk_key_invalid') },
      { kind: 'misconfigured', message: 'In full.' },
    ],
    ['400 of Clerk is a refusal', { status: 400, body: body('bad_request') }, refused(400, 'bad_request')],
    ['403 of Clerk is a refusal', { status: 403, body: body('not_allowed') }, refused(403, 'not_allowed')],
    [
      '404 of Clerk is a refusal',
      { status: 404, body: body('resource_not_found') },
      refused(404, 'resource_not_found'),
    ],
    [
      '422 of Clerk is a refusal that names its parameter',
      { status: 422, body: body('form_param_unknown', 'last_name') },
      refused(422, 'form_param_unknown', 'last_name'),
    ],
    [
      '422 of Clerk without its JSON is a refusal too',
      { status: 422, body: 'no JSON', headers: { 'content-type': 'text/html', 'cf-ray': 'ray_1' } },
      { kind: 'refused', code: 'status_422', param: null, traceId: 'ray_1' },
    ],
    ['408 of Clerk leaves the outcome unknown', { status: 408, body: body('timeout') }, unknown()],
    ['429 of Clerk has taken no effect', { status: 429, body: body('too_many_requests') }, known(null)],
    [
      '429 of Clerk says how long to wait',
      { status: 429, body: body('too_many_requests'), headers: { 'retry-after': '60' } },
      known(60_000),
    ],
    ['500 of Clerk leaves the outcome unknown', { status: 500, body: body('internal_clerk_error') }, unknown()],
    [
      '502 of a proxy before Clerk leaves the outcome unknown',
      { status: 502, body: 'Bad gateway', headers: { 'content-type': 'text/html' } },
      unknown(),
    ],
    [
      '503 of Clerk leaves the outcome unknown, and says how long to wait',
      { status: 503, body: body('service_unavailable'), headers: { 'retry-after': '7' } },
      unknown(7_000),
    ],
    ['200 of Clerk that is no JSON leaves the outcome unknown', { status: 200, body: '{' }, unknown()],
  ])('%s', async (_what, given, expected) => {
    answer = given;
    expect(await failureOf(() => clerk().users.updateUser('user_1', { firstName: 'Bea' }))).toMatchObject(expected);
  });
});

describe('no answer of Clerk', () => {
  it('an answer of Clerk that misses its deadline leaves the outcome unknown', async () => {
    answer = null;
    const failure = await failureOf(() => withDeadline(50, () => clerk().users.getUser('user_1')));
    expect(failure).toMatchObject({ ...unknown(), message: 'No answer from Clerk within 50 ms' });
  });

  it('a connection to Clerk that breaks leaves the outcome unknown', async () => {
    answer = null;
    server.once('request', () => server.closeAllConnections());
    expect(await failureOf(() => clerk().users.getUser('user_1'))).toMatchObject(unknown());
  });

  it('a refused connection leaves the outcome unknown: the SDK’s error is that of a broken one', async () =>
    expect(await failureOf(() => clerk('http://127.0.0.1:1').users.getUser('user_1'))).toMatchObject(unknown()));

  it('a missing secret key is a misconfiguration, not an outage', async () => {
    const failure = await failureOf(() => clerk(url, '').users.getUser('user_1'));
    expect(failure).toEqual({ kind: 'misconfigured', message: expect.stringContaining('Missing Clerk Secret Key') });
  });
});

it('any other error of a call of Clerk leaves the outcome unknown', () => {
  expect(classifyClerkError('a string')).toMatchObject({ ...unknown(), message: 'a string' });
  expect(classifyClerkError(new TypeError('x is not a function'))).toMatchObject(unknown());
});
