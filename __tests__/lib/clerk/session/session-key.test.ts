import { createPublicKey } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { NextRequest, type NextFetchEvent } from 'next/server';
import { unverifiedInWords } from '@/lib/profile/words/failure-words';
import type * as middleware from '@/lib/clerk/session/middleware';
import type * as sessionKey from '@/lib/clerk/session/session-key';
import { startLocalClerk } from '@/local/clerk/start';
import { startWorld, type World } from '../../../support/world';

const ORIGIN = 'http://localhost:3000';
const MINUTE = 60_000;
let world: World;
let withSession: typeof middleware.withSession;
let sessionKeyFor: typeof sessionKey.sessionKeyFor;
let forgetSessionKeys: typeof sessionKey.forgetSessionKeys;
let otherKeyFor: typeof sessionKey.otherKeyFor;
beforeAll(async () => {
  world = await startWorld();
  // Clerk's SDK reads the environment when it is loaded.
  ({ withSession } = await import('@/lib/clerk/session/middleware'));
  ({ sessionKeyFor, forgetSessionKeys, otherKeyFor } = await import('@/lib/clerk/session/session-key'));
});
afterAll(() => world.stop());
beforeEach(() => forgetSessionKeys());
afterEach(() => {
  jest.useRealTimers();
  world.clearFaults();
});

async function visit(): Promise<NextRequest> {
  const { cookies } = await world.clerk.createSession(await world.newUser(), { origin: ORIGIN });
  return new NextRequest(`${ORIGIN}/settings/profile`, { headers: { cookie: cookies } });
}
const asked = () => world.clerk.requests().filter(({ path }) => path === '/v1/jwks').length;
const later = (ms: number) =>
  jest.useFakeTimers({
    now: Date.now() + ms,
    doNotFake: ['setTimeout', 'clearTimeout', 'setImmediate', 'nextTick', 'queueMicrotask'],
  });
const answerTo = (request: NextRequest) => withSession(request, {} as NextFetchEvent, unverifiedInWords);
const isSignedIn = async (request: NextRequest) =>
  (await answerTo(request))?.headers.get('x-middleware-request-x-clerk-auth-status') === 'signed-in';

describe('the key that verifies sessions', () => {
  it('is asked for once, by however many come first', async () => {
    const before = asked();
    const keys = await Promise.all((await Promise.all([visit(), visit(), visit()])).map(sessionKeyFor));
    expect(new Set(keys).size).toBe(1);
    expect(createPublicKey(keys[0]!).asymmetricKeyType).toBe('rsa');
    expect(asked()).toBe(before + 1);
  });

  it('outlives an outage of Clerk that lasts longer than Clerk’s SDK remembers it', async () => {
    expect(await isSignedIn(await visit())).toBe(true);
    world.clerk.faults.set({ hang: true });
    later(20 * MINUTE);
    expect(await isSignedIn(await visit())).toBe(true);
  });

  it('is asked for again after five minutes, while nobody waits', async () => {
    await sessionKeyFor(await visit());
    later(6 * MINUTE);
    const before = asked();
    await expect(sessionKeyFor(await visit())).resolves.toBeDefined();
    while (asked() === before) await setImmediate();
    await expect(sessionKeyFor(await visit())).resolves.toBeDefined();
    expect(asked()).toBe(before + 1);
  });

  it('is told by the environment where it is set, and Clerk is never asked', async () => {
    const request = await visit();
    const pem = await sessionKeyFor(request);
    forgetSessionKeys();
    await jest.isolateModulesAsync(async () => {
      process.env.CLERK_JWT_KEY = pem?.replaceAll('\n', '\\n');
      const isolated = await import('@/lib/clerk/session/session-key');
      const before = asked();
      expect((await isolated.sessionKeyFor(request))?.trim()).toBe(pem?.trim());
      expect(asked()).toBe(before);
      delete process.env.CLERK_JWT_KEY;
    });
  });

  it('is not asked for again and again by tokens that name an unknown one', async () => {
    await sessionKeyFor(await visit());
    const forged = new NextRequest(ORIGIN, {
      headers: {
        cookie: `__session=${Buffer.from('{"kid":"ins_other"}').toString('base64url')}.e30.x; __session_ab=nonsense`,
      },
    });
    const before = asked();
    for (let i = 0; i < 20; i += 1) expect(await sessionKeyFor(forged)).toBeUndefined();
    expect(asked()).toBeLessThanOrEqual(before + 1);
  });

  it('that a whole forged session names makes neither this app nor Clerk’s SDK ask Clerk each time', async () => {
    await sessionKeyFor(await visit());
    const stranger = await startLocalClerk();
    const { id } = await stranger.createUser({ email: 'eve@example.com' });
    const { cookies } = await stranger.createSession(id, { origin: ORIGIN });
    await stranger.stop();
    const before = asked();
    for (let i = 0; i < 20; i += 1)
      expect(await isSignedIn(new NextRequest(ORIGIN, { headers: { cookie: cookies } }))).toBe(false);
    expect(asked()).toBeLessThanOrEqual(before + 1);
  });

  it('is not known where Clerk hangs from the start: the visitor hears so, and does not wait for ever', async () => {
    world.clerk.faults.set({ hang: true });
    const answer = await answerTo(await visit());
    expect(answer?.status).toBe(503);
    expect(await (answer as Response).text()).toContain('Clerk does not answer');
  });

  it('is left to Clerk’s SDK where a request brings a new session, which another key may have signed', async () => {
    await sessionKeyFor(await visit());
    const unknown = `__session=${Buffer.from('{"kid":"ins_other"}').toString('base64url')}.e30.x`;
    const withCookies = (cookie: string, path = '/') =>
      otherKeyFor(new NextRequest(ORIGIN + path, { headers: { cookie } }));
    expect(withCookies(unknown)).toBeDefined();
    expect(withCookies(`${unknown}; __clerk_handshake_nonce=n`)).toBeUndefined();
    expect(withCookies(unknown, '/?__clerk_handshake=h')).toBeUndefined();
    expect(withCookies(`${unknown}; __refresh_ab=r`)).toBeUndefined();
    expect(withCookies('theme=dark')).toBeUndefined();
  });

  it.each([
    ['Clerk answers with 503', { status: 503 }, 'Clerk does not answer'],
    ['Clerk refuses this app’s key', { status: 401 }, 'this app’s key for Clerk is missing or wrong'],
    ['Clerk’s port is closed', { down: true }, 'Clerk does not answer'],
  ] as const)('could not be had where %s: the page says so, and nobody is called signed out', async (_, fault, why) => {
    const request = await visit();
    world.clerk.faults.set(fault);
    const answer = await answerTo(request);
    expect(answer?.status).toBe(503);
    expect(await (answer as Response).text()).toContain(why);
  });

  it('that could not be had is told to the doors, which have words of their own', async () => {
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

  it('is needed for a presented session only: without one a visitor is signed out, however Clerk is', async () => {
    world.clerk.faults.set({ status: 401 });
    const answer = await answerTo(new NextRequest(ORIGIN));
    expect(answer?.headers.get('x-middleware-request-x-clerk-auth-status')).toBe('signed-out');
  });

  it('is had, but the SDK’s own call that renews a session fails: nobody is called signed out for that', async () => {
    await sessionKeyFor(await visit());
    const complaint = jest.spyOn(console, 'error').mockImplementation(() => undefined); // of the SDK
    const returning = () =>
      new NextRequest(`${ORIGIN}/api/profile`, { headers: { cookie: '__clerk_handshake_nonce=nonce_1' } });
    const whyUnverified = async () =>
      (await answerTo(returning()))?.headers.get('x-middleware-request-perdure-unverified');
    world.clerk.faults.set({ status: 503 });
    expect(await whyUnverified()).toBe('transient');
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
});
