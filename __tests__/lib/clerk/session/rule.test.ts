import { NextRequest, NextResponse, type NextFetchEvent } from 'next/server';
import type * as middleware from '@/app/session-middleware';
import type { Rule } from '@/lib/clerk/session/middleware';
import { resetSingletons } from '@/lib/singleton';
import { startWorld, type World } from '../../../support/world';

const ORIGIN = 'http://localhost:3000';
let world: World;
let perdureMiddleware: typeof middleware.perdureMiddleware;
beforeAll(async () => {
  world = await startWorld();
  ({ perdureMiddleware } = await import('@/app/session-middleware')); // Clerk's SDK reads the environment when loaded
});
afterAll(() => world.stop());
beforeEach(() => resetSingletons('session-keys'));
afterEach(() => world.clearFaults());

const asked: (string | null)[] = [];
beforeEach(() => asked.splice(0));
const rule: Rule = async (auth, request) => {
  const { userId } = await auth();
  asked.push(userId);
  if (request.nextUrl.pathname === '/old') return NextResponse.redirect(new URL('/new', request.url));
  if (request.nextUrl.pathname === '/members') await auth.protect();
};
const answerTo = async (path: string, cookie = '') =>
  (await perdureMiddleware(rule)(
    new NextRequest(ORIGIN + path, { headers: { cookie, accept: 'text/html', 'sec-fetch-dest': 'document' } }),
    {} as NextFetchEvent,
  )) as Response;
const signIn = async () => (await world.clerk.createSession(await world.newUser(), { origin: ORIGIN })).cookies;

it('a rule of an app’s own answers requests, and knows who is signed in', async () => {
  const answer = await answerTo('/old', await signIn());
  expect(answer.headers.get('location')).toBe(`${ORIGIN}/new`);
  expect(asked).toEqual([expect.stringMatching(/^user_/)]);
  expect((await answerTo('/anywhere')).headers.get('x-middleware-next')).toBe('1');
  expect(asked.at(-1)).toBeNull();
});

it('a page that a rule protects leads whoever is signed out to the sign-in page', async () => {
  expect((await answerTo('/members')).headers.get('location')).toContain('/sign-in');
  expect((await answerTo('/members', await signIn())).headers.get('location')).toBeNull();
});

it('a rule is not asked about a session that cannot be verified, and nobody is sent to the sign-in page', async () => {
  const cookies = await signIn();
  world.clerk.faults.set({ status: 503 });
  expect((await answerTo('/members', cookies)).status).toBe(503);
  expect(asked).toEqual([]);
});
