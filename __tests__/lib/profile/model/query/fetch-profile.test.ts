import { onlineManager, QueryClient } from '@tanstack/react-query';
import { fetchProfile, ProfileUnavailable } from '@/lib/profile/model/query/fetch-profile';
import { aProfile } from '@/__tests__/support/builders';

const profile = aProfile();

const { fetch } = globalThis;
afterEach(() => {
  globalThis.fetch = fetch;
  onlineManager.setOnline(true);
});

/** Reads the profile where the network brings this. */
function read(answer: () => Response): Promise<unknown> {
  globalThis.fetch = async () => answer();
  return fetchProfile(new QueryClient(), { userId: 'user_ann' }, new AbortController().signal);
}
const page = (status: number) => () => new Response('<!doctype html><title>Sign in to this Wi-Fi</title>', { status });
const json =
  (body: unknown, status = 200) =>
  () =>
    Response.json(body, { status });
const fails = (error: Error) => () => {
  throw error;
};

it.each<[what: string, answer: () => Response, failed: string | undefined, whose: string]>([
  ['no connection', fails(new TypeError('Failed to fetch')), 'unreachable', 'unknown'],
  ['a bug of the page', fails(new TypeError('x is not a function')), 'unknown', 'unknown'],
  ['a captive portal’s page', page(200), 'foreign', 'unknown'],
  ['a proxy’s page with the status of a session that is over', page(401), 'foreign', 'unknown'],
  ['JSON that is no profile', json({ hello: 'world' }), 'unreadable', 'unknown'],
  ['a proxy’s JSON', json({ error: 'forbidden' }, 403), 'foreign', 'unknown'],
  ['the app’s own refusal', json({ message: 'You are signed out.' }, 401), undefined, 'nobody’s'],
])('a read that gets %s is told as that', async (_what, answer, failed, whose) => {
  const error: unknown = await read(answer).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(ProfileUnavailable);
  expect(error).toMatchObject({ failed, whose });
});

it('an answer proves a browser wrong that says it is offline, and a failure does not', async () => {
  onlineManager.setOnline(false);
  await read(page(200)).catch(() => undefined);
  expect(onlineManager.isOnline()).toBe(false);
  await read(json(profile));
  expect(onlineManager.isOnline()).toBe(true);
});
