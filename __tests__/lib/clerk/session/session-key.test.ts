import { createPublicKey } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { NextRequest, type NextFetchEvent } from 'next/server';
import { unverified } from '@/lib/profile/words/failure-words';
import { english } from '@/__tests__/support/in-english';
import type * as middleware from '@/lib/clerk/session/middleware';
import type * as sessionKey from '@/lib/clerk/session/session-key';
import { resetSingletons } from '@/lib/singleton';
import { startLocalClerk } from '@/local/clerk/start';
import { startWorld, type World } from '../../../support/world';

const ORIGIN = 'http://localhost:3000';
const MINUTE = 60_000;
let world: World;
let withSession: typeof middleware.withSession;
let findSessionKey: typeof sessionKey.findSessionKey;
beforeAll(async () => {
  world = await startWorld();
  // Clerk's SDK reads the environment when it is loaded.
  ({ withSession } = await import('@/lib/clerk/session/middleware'));
  ({ findSessionKey } = await import('@/lib/clerk/session/session-key'));
});
afterAll(() => world.stop());
beforeEach(() => resetSingletons('session-keys'));
afterEach(() => {
  jest.useRealTimers();
  world.clearFaults();
});

async function visit(): Promise<NextRequest> {
  const { cookies } = await world.clerk.createSession(await world.newUser(), { origin: ORIGIN });
  return new NextRequest(`${ORIGIN}/settings/profile`, { headers: { cookie: cookies } });
}
const keyFor = async (request: NextRequest) => {
  const found = await findSessionKey(request);
  return 'failure' in found ? undefined : found.jwtKey;
};
const asked = () => world.clerk.requests().filter(({ path }) => path === '/v1/jwks').length;
const later = (ms: number) =>
  jest.useFakeTimers({
    now: Date.now() + ms,
    doNotFake: ['setTimeout', 'clearTimeout', 'setImmediate', 'nextTick', 'queueMicrotask'],
  });
const answerTo = (request: NextRequest) =>
  withSession(request, {} as NextFetchEvent, (why) => english.say(unverified(why).message));
const isSignedIn = async (request: NextRequest) =>
  (await answerTo(request))?.headers.get('x-middleware-request-x-clerk-auth-status') === 'signed-in';

it('the keys of sessions are read from Clerk once, by however many visitors come first', async () => {
  const before = asked();
  const keys = await Promise.all((await Promise.all([visit(), visit(), visit()])).map(keyFor));
  expect(new Set(keys).size).toBe(1);
  expect(createPublicKey(keys[0]!).asymmetricKeyType).toBe('rsa');
  expect(asked()).toBe(before + 1);
});

it('sessions are verified through an outage of Clerk that is longer than its SDK remembers keys', async () => {
  expect(await isSignedIn(await visit())).toBe(true);
  world.clerk.faults.set({ hang: true });
  later(20 * MINUTE);
  expect(await isSignedIn(await visit())).toBe(true);
});

it('the keys of sessions are read again after five minutes, while nobody waits', async () => {
  await findSessionKey(await visit());
  later(6 * MINUTE);
  const before = asked();
  expect(await keyFor(await visit())).toBeDefined();
  while (asked() === before) await setImmediate();
  expect(await keyFor(await visit())).toBeDefined();
  expect(asked()).toBe(before + 1);
});

it('with CLERK_JWT_KEY set, Clerk is never asked for the keys of sessions', async () => {
  const request = await visit();
  const pem = await keyFor(request);
  resetSingletons('session-keys');
  await jest.isolateModulesAsync(async () => {
    process.env.CLERK_JWT_KEY = pem?.replaceAll('\n', '\\n');
    const isolated = await import('@/lib/clerk/session/session-key');
    const before = asked();
    expect(await isolated.findSessionKey(request)).toEqual({ jwtKey: pem?.trim() });
    expect(asked()).toBe(before);
    delete process.env.CLERK_JWT_KEY;
  });
});

it('tokens that name an unknown key do not have Clerk asked each time', async () => {
  await findSessionKey(await visit());
  const forged = new NextRequest(ORIGIN, {
    headers: {
      cookie: `__session=${Buffer.from('{"kid":"ins_other"}').toString('base64url')}.e30.x; __session_ab=nonsense`,
    },
  });
  const before = asked();
  for (let i = 0; i < 20; i += 1) await findSessionKey(forged);
  expect(asked()).toBeLessThanOrEqual(before + 1);
});

it('whole forged sessions have Clerk asked neither by this app nor by its SDK each time', async () => {
  await findSessionKey(await visit());
  const stranger = await startLocalClerk();
  const { id } = await stranger.createUser({ email: 'eve@example.com' });
  const { cookies } = await stranger.createSession(id, { origin: ORIGIN });
  await stranger.stop();
  const before = asked();
  for (let i = 0; i < 20; i += 1)
    expect(await isSignedIn(new NextRequest(ORIGIN, { headers: { cookie: cookies } }))).toBe(false);
  expect(asked()).toBeLessThanOrEqual(before + 1);
});

it('a visitor is answered 503 within the deadline if Clerk hangs and its keys were never read', async () => {
  world.clerk.faults.set({ hang: true });
  const answer = await answerTo(await visit());
  expect(answer?.status).toBe(503);
  expect(await (answer as Response).text()).toContain('your account can’t be reached');
});

it('a new session, which an unknown key may have signed, is left to Clerk’s SDK', async () => {
  await findSessionKey(await visit());
  const unknown = `__session=${Buffer.from('{"kid":"ins_other"}').toString('base64url')}.e30.x`;
  const withCookies = (cookie: string, path = '/') => keyFor(new NextRequest(ORIGIN + path, { headers: { cookie } }));
  expect(await withCookies(unknown)).toBeDefined(); // one of Clerk's keys, so that the SDK does not ask for others
  expect(await withCookies(`${unknown}; __clerk_handshake_nonce=n`)).toBeUndefined();
  expect(await withCookies(unknown, '/?__clerk_handshake=h')).toBeUndefined();
  expect(await withCookies(`${unknown}; __refresh_ab=r`)).toBeUndefined();
  expect(await withCookies('theme=dark')).toBeUndefined();
});

it.each([
  ['Clerk answers 503', { status: 503 }, 'your account can’t be reached'],
  ['Clerk answers 429', { status: 429 }, 'too many people are using it at once'],
  ['Clerk refuses this app’s key', { status: 401 }, 'this app is set up wrongly'],
  ['Clerk’s port is closed', { down: true }, 'your account can’t be reached'],
] as const)('if %s, the page is answered 503 with the reason, and nobody is signed out', async (_, fault, why) => {
  const request = await visit();
  world.clerk.faults.set(fault);
  const answer = await answerTo(request);
  expect(answer?.status).toBe(503);
  expect(await (answer as Response).text()).toContain(why);
});

it('route handlers, actions and posted forms get the reason why a session is unverified', async () => {
  const { headers } = await visit();
  world.clerk.faults.set({ status: 401 });
  const door = await answerTo(new NextRequest(`${ORIGIN}/api/profile`, { headers }));
  const post = (more: Record<string, string>) =>
    answerTo(
      new NextRequest(`${ORIGIN}/settings/profile`, {
        method: 'POST',
        headers: { ...Object.fromEntries(headers), ...more },
      }),
    );
  const action = await post({ 'next-action': 'x' });
  const form = await post({ 'content-type': 'multipart/form-data; boundary=x' }); // the page keeps what is in it
  for (const answer of [door, action, form]) {
    expect(answer?.headers.get('x-middleware-next')).toBe('1');
    expect(answer?.headers.get('x-middleware-request-perdure-unverified')).toBe('misconfigured');
  }
  for (const type of ['application/x-www-form-urlencoded', 'text/plain'])
    expect((await post({ 'content-type': type }))?.status).toBe(503); // no page reads those
});

it('a visitor without a session is signed out, even if Clerk cannot be asked for its keys', async () => {
  world.clerk.faults.set({ status: 401 });
  const answer = await answerTo(new NextRequest(ORIGIN));
  expect(answer?.headers.get('x-middleware-request-x-clerk-auth-status')).toBe('signed-out');
});

it('a session that Clerk’s SDK fails to refresh is unverified, not signed out', async () => {
  await findSessionKey(await visit());
  const complaint = jest.spyOn(console, 'error').mockImplementation(() => undefined); // of the SDK
  const returning = () =>
    new NextRequest(`${ORIGIN}/api/profile`, { headers: { cookie: '__clerk_handshake_nonce=nonce_1' } });
  const whyUnverified = async () =>
    (await answerTo(returning()))?.headers.get('x-middleware-request-perdure-unverified');
  world.clerk.faults.set({ status: 503 });
  expect(await whyUnverified()).toBe('transient');
  world.clerk.faults.set({ status: 429 });
  expect(await whyUnverified()).toBe('limited');
  world.clerk.faults.set({ down: true });
  expect(await whyUnverified()).toBe('transient');
  world.clerk.faults.reset();
  world.clerk.faults.set({ status: 401 });
  later(MINUTE); // past the pause after which Clerk is asked for its keys again
  expect(await whyUnverified()).toBe('misconfigured');
  world.clearFaults();
  // a spent nonce
  expect((await answerTo(returning()))?.headers.get('x-middleware-request-x-clerk-auth-status')).toBe('signed-out');
  expect(complaint).toHaveBeenCalled();
  complaint.mockRestore();
});
