import { startLocalClerk, type LocalClerk } from '@/local/clerk/start';
import { backendApi } from '@/local/clerk/http/backend/api';
import { frontendApi } from '@/local/clerk/http/frontend/api';
import { Handshakes } from '@/local/clerk/http/handshakes';
import { openInstance } from '@/local/clerk/state/instance';
import { OpenApi } from '../openapi';
import { aReceiver } from '../support';

jest.setTimeout(30_000); // on a busy machine, compiling the documents' schemas takes seconds

const folder = process.env.CLERK_OPENAPI_DIR;
const given = folder ? describe : describe.skip;

/** Routes that Clerk's documents do not describe, each with the reason for having it. */
const UNDOCUMENTED: Record<string, string> = {
  'GET /v1/clients/handshake_payload': 'the SDK exchanges a handshake’s nonce here',
  'GET /images/:id': 'pictures are files of a host of their own at Clerk',
  'GET /npm/*': 'the browser scripts are files of a host of their own at Clerk',
};

/**
 * The document asks for a session event's user, and forbids it: it adds `user` to a session that allows nothing more.
 */
const CONTRADICTION = '/data must NOT have additional properties {"additionalProperty":"user"}';

const origin = 'http://localhost:3000';
const png = new Blob(
  [
    Buffer.from(
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
      'base64',
    ),
  ],
  { type: 'image/png' },
);
const picture = () => {
  const form = new FormData();
  form.set('file', png, 'me.png');
  return form;
};

given('the contract of the local Clerk', () => {
  let bapi: OpenApi, fapi: OpenApi, clerk: LocalClerk;
  const asked = new Set<string>();
  beforeAll(async () => {
    bapi = new OpenApi(folder!, 'bapi-2026-05-12.yml');
    fapi = new OpenApi(folder!, 'fapi-2026-05-12.yml');
    clerk = await startLocalClerk({ limits: { perUser: 100 }, settings: { usernames: true } });
  });
  afterAll(() => clerk.stop());

  /** Sends a request, checks the answer against the document, and returns it. */
  async function ask(
    api: OpenApi,
    method: string,
    path: string,
    init: RequestInit,
  ): Promise<{ status: number; body: never; cookies: string }> {
    const base = api === bapi ? clerk.apiUrl : clerk.frontendUrl;
    const response = await fetch(base + path, { method, redirect: 'manual', ...init });
    const text = await response.text();
    const body = (response.headers.get('content-type')?.includes('json') ? JSON.parse(text) : text) as never;
    const { pathname } = new URL(path, base);
    asked.add(`${api === bapi ? 'bapi' : 'fapi'} ${method} ${pathname}`);
    const problems = api.problems(method, api === bapi ? pathname.replace('/v1', '') : pathname, response.status, body);
    expect({ asked: `${method} ${path}`, problems }).toEqual({ asked: `${method} ${path}`, problems: [] });
    const cookies = response.headers
      .getSetCookie()
      .map((cookie) => cookie.split(';')[0])
      .join('; ');
    return { status: response.status, body, cookies };
  }
  const server = (method: string, path: string, body?: object | FormData) =>
    ask(bapi, method, path, {
      headers: {
        authorization: `Bearer ${clerk.secretKey}`,
        ...(body && !(body instanceof FormData) && { 'content-type': 'application/json' }),
      },
      ...(body && { body: body instanceof FormData ? body : JSON.stringify(body) }),
    });
  const browser = (method: string, path: string, cookie: string, form?: Record<string, string> | FormData) =>
    ask(fapi, method, path, {
      headers: { origin, cookie },
      ...(form && { body: form instanceof FormData ? form : new URLSearchParams(form) }),
    });

  let count = 0;
  const email = () => `person-${++count}@example.com`;
  const password = 'correct horse battery';
  const newUser = () => clerk.createUser({ email: email(), password, firstName: 'Ann', lastName: 'Lee' });

  it('users are answered as Clerk’s OpenAPI document promises', async () => {
    const { body: made } = await server('POST', '/v1/users', { email_address: [email()], password, first_name: 'Ann' });
    const { id } = made as { id: string };
    await server('GET', `/v1/users?user_id=${id}&user_id=user_nobody&limit=5&order_by=-created_at`);
    await server('GET', `/v1/users/count?user_id=${id}`);
    await server('GET', `/v1/users/${id}`);
    await server('PATCH', `/v1/users/${id}`, { first_name: 'Bea', last_name: 'Lee', username: 'bea_lee' });
    await server('GET', '/v1/users?username=bea_lee');
    await server('PATCH', `/v1/users/${id}/metadata`, { unsafe_metadata: { theme: 'dark' } });
    await server('PATCH', `/v1/users/${id}/metadata`, { public_metadata: { avatarColor: 'teal' } });
    await server('PUT', `/v1/users/${id}/metadata`, { public_metadata: { avatarColor: 'blue' } });
    await server('POST', `/v1/users/${id}/profile_image`, picture());
    await server('DELETE', `/v1/users/${id}/profile_image`);
    await server('DELETE', `/v1/users/${id}`);
  });

  it('addresses and numbers are answered as Clerk’s OpenAPI document promises', async () => {
    const { id: user_id } = await newUser();
    for (const [path, first, second] of [
      ['/v1/email_addresses', { email_address: email() }, { email_address: email(), verified: true }],
      ['/v1/phone_numbers', { phone_number: '+491701234567' }, { phone_number: '+491707654321', verified: true }],
    ] as const) {
      const { id } = (await server('POST', path, { user_id, ...first })).body as { id: string };
      await server('POST', path, { user_id, ...second });
      await server('GET', `/v1/users/${user_id}`);
      await server('GET', `${path}/${id}`);
      await server('PATCH', `${path}/${id}`, { verified: true, primary: true });
      await server('DELETE', `${path}/${id}`);
      expect((await server('GET', `${path}/${id}`)).status).toBe(404);
      expect((await server('POST', path, { user_id, ...second })).status).toBe(422);
    }
  });

  it('sessions and keys are answered as Clerk’s OpenAPI document promises', async () => {
    const { id } = await newUser();
    const { sessionId } = await clerk.createSession(id, { origin });
    await server('GET', `/v1/sessions?user_id=${id}`);
    await server('GET', `/v1/sessions/${sessionId}`);
    await server('POST', `/v1/sessions/${sessionId}/revoke`);
    await server('GET', '/v1/jwks');
  });

  it('refusals are answered as Clerk’s OpenAPI documents promise', async () => {
    const { id } = await newUser();
    expect((await server('GET', '/v1/users/user_nobody')).status).toBe(404);
    expect((await server('PATCH', `/v1/users/${id}`, { nickname: 'x' })).status).toBe(422);
    expect((await server('PATCH', `/v1/users/${id}`, { username: 'x' })).status).toBe(422);
    const tooMany = new URLSearchParams(Array.from({ length: 101 }, () => ['user_id', id]));
    expect((await server('GET', `/v1/users?${tooMany}`)).status).toBe(422);
    expect((await server('GET', `/v1/users/count?${tooMany}`)).status).toBe(422);
    expect((await server('GET', '/v1/users?order_by=shoe_size')).status).toBe(422);
    expect(
      (await server('PATCH', `/v1/users/${id}/metadata`, { public_metadata: { a: 'x'.repeat(9000) } })).status,
    ).toBe(422);
    expect((await ask(bapi, 'GET', `/v1/users/${id}`, {})).status).toBe(401);
    expect(
      (
        await browser('POST', '/v1/client/sign_ins', '', {
          identifier: 'nobody@example.com',
          password,
          strategy: 'password',
        })
      ).status,
    ).toBe(422);
    expect((await browser('POST', '/v1/client/sign_ups', '', { email_address: 'no address', password })).status).toBe(
      422,
    );
    expect((await browser('GET', '/v1/me', '')).status).toBe(401);
  });

  it('a sign-in in two steps and its session are answered as Clerk’s OpenAPI document promises', async () => {
    const user = await newUser();
    await browser('GET', '/.well-known/jwks.json', '');
    await browser('GET', '/v1/environment', '');
    await clerk.changeSettings({ usernames: false });
    await browser('GET', '/v1/environment', '');
    await clerk.changeSettings({ usernames: true });
    await browser('GET', '/v1/client', '');
    const begun = await browser('POST', '/v1/client/sign_ins', '', {
      identifier: user.email_addresses[0]!.email_address,
    });
    const { response } = begun.body as { response: { id: string } };
    await browser('GET', `/v1/client/sign_ins/${response.id}`, begun.cookies);
    const done = await browser('POST', `/v1/client/sign_ins/${response.id}/attempt_first_factor`, begun.cookies, {
      strategy: 'password',
      password,
    });
    const { created_session_id: session } = (done.body as { response: { created_session_id: string } }).response;
    const cookie = done.cookies;
    await browser('GET', '/v1/client', cookie);
    await browser('POST', `/v1/client/sessions/${session}/touch`, cookie);
    await browser('POST', `/v1/client/sessions/${session}/tokens`, cookie);
    await browser('GET', '/v1/me', cookie);
    await browser('GET', '/v1/me/sessions/active', cookie);
    await browser('PATCH', '/v1/me', cookie, { first_name: 'Bea', username: 'bea_moon' });
    await browser('PATCH', '/v1/me/metadata', cookie, { unsafe_metadata: '{"theme":"dark"}' });
    expect((await browser('PATCH', '/v1/me', cookie, { username: 'x' })).status).toBe(422);
    expect((await browser('PATCH', '/v1/me/metadata', cookie, { unsafe_metadata: '[]' })).status).toBe(422);
    await browser('POST', '/v1/me/profile_image', cookie, picture());
    await browser('DELETE', '/v1/me/profile_image', cookie);
    expect((await browser('GET', `/v1/client/handshake?redirect_url=${origin}/`, cookie)).status).toBe(307);
    await browser('POST', `/v1/client/sessions/${session}/end`, cookie);
  });

  it('a sign-up in two steps is answered as Clerk’s OpenAPI document promises', async () => {
    const begun = await browser('POST', '/v1/client/sign_ups', '', { email_address: email() });
    const { response } = begun.body as { response: { id: string } };
    await browser('GET', `/v1/client/sign_ups/${response.id}`, begun.cookies);
    const done = await browser('PATCH', `/v1/client/sign_ups/${response.id}`, begun.cookies, {
      password,
      username: 'new_here',
    });
    const { created_session_id: session } = (done.body as { response: { created_session_id: string } }).response;
    await browser('POST', `/v1/client/sessions/${session}/remove`, done.cookies);
    await browser('DELETE', '/v1/client/sessions', done.cookies);
  });

  it('every route of the local Clerk is compared with Clerk’s OpenAPI documents', async () => {
    const { backend, frontend } = await servedRoutes();
    const served = [...backend.map((route) => `bapi ${route}`), ...frontend.map((route) => `fapi ${route}`)];
    const unchecked = served.filter((route) => {
      const [api, method, path = ''] = route.split(' ');
      const fits = new RegExp(`^${api} ${method} ${path.replaceAll(/:\w+/g, '[^/]+').replace('*', '.*')}$`);
      return ![...asked].some((one) => fits.test(one)) && !UNDOCUMENTED[`${method} ${path}`];
    });
    expect(served.length).toBeGreaterThan(25);
    expect(unchecked).toEqual([]);
  });

  it('webhooks are what Clerk’s OpenAPI document promises', async () => {
    const document = new OpenApi(folder!, 'webhooks-2025-04-15.yml');
    const { url, received, until } = await aReceiver();
    const sender = await startLocalClerk({ webhookUrl: url, settings: { usernames: true } });
    const phones = ['+491701234567'];
    const user = await sender.createUser({ email: email(), otherEmails: [email()], phones, password });
    await sender.editUser(user.id, { first_name: 'Bea', username: 'bea_lee', unsafe_metadata: { theme: 'dark' } });
    await sender.createSession(user.id, { origin });
    await fetch(`${sender.apiUrl}/v1/users/${user.id}`, {
      method: 'DELETE',
      headers: { authorization: `Bearer ${sender.secretKey}` },
    });
    await until(5);
    await sender.stop();
    const events = received.map(({ body }) => JSON.parse(body) as { type: string });
    expect(events.map(({ type }) => type).sort()).toEqual([
      'session.created',
      'session.removed',
      'user.created',
      'user.deleted',
      'user.updated',
    ]);
    expect(
      events.map((event) => ({
        type: event.type,
        problems: document.webhookProblems(event.type, event).filter((problem) => problem !== CONTRADICTION),
      })),
    ).toEqual(events.map(({ type }) => ({ type, problems: [] })));
  });

  it('the comparison with Clerk’s documents finds a user without an id, or with a time in words', async () => {
    const user = await newUser();
    const problems = (body: object) => bapi.problems('GET', `/users/${user.id}`, 200, body);
    expect(problems(user)).toEqual([]);
    expect(problems({ ...user, id: undefined })).not.toEqual([]);
    expect(problems({ ...user, updated_at: 'today' })).not.toEqual([]);
    expect(bapi.problems('GET', '/nothing', 200, {})).toEqual(['GET /nothing is not in the document']);
    expect(bapi.problems('GET', `/users/${user.id}`, 299, {})).toEqual([expect.stringContaining('never answered 299')]);
  });
});

/** Returns the routes that the local Clerk serves, as `METHOD /path/:id`. */
async function servedRoutes() {
  const instance = await openInstance({}, () => '');
  const list = (api: ReturnType<typeof backendApi>) =>
    api.routes.filter(({ method }) => method !== 'ALL').map(({ method, path }) => `${method} ${path}`);
  return {
    backend: list(backendApi(instance, new Handshakes())),
    frontend: list(frontendApi(instance, new Handshakes())),
  };
}
