import type { Context } from 'hono';
import { clientJson } from '../../json/client-json';
import type { Instance } from '../../state/instance';
import type { State, StoredClient } from '../../state/state';
import { clientCookies, readCookie } from './cookies';

/** The browser that a request comes from. */
export interface Browser {
  /** its client; null before its first sign-in or sign-up */
  client: StoredClient | null;
  /** origin of the page, as the app's proxy reports it */
  origin: string;
  secure: boolean;
}

/** Returns the browser of a request, known by its `__client` cookie. */
export function browserOf(state: State, c: Context): Browser {
  const proxy = c.req.header('clerk-proxy-url');
  const origin = proxy?.startsWith('http')
    ? new URL(proxy).origin
    : (c.req.header('origin') ?? new URL(c.req.url).origin);
  const secret = readCookie(c.req.header('cookie'), '__client');
  const client = Object.values(state.clients).find((one) => one.secret === secret) ?? null;
  return { client, origin, secure: origin.startsWith('https:') };
}

/** Reads a form-encoded body, as the browser scripts send them. */
export const readForm = async (c: Context): Promise<Record<string, string>> =>
  Object.fromEntries(new URLSearchParams(await c.req.text()));

export const setCookies = (c: Context, cookies: string[]): void =>
  cookies.forEach((cookie) => c.header('set-cookie', cookie, { append: true }));

/** Answers `{ response, client }` once the state is on the disk. */
export async function answer(
  c: Context,
  instance: Instance,
  browser: Browser,
  client: StoredClient,
  response: unknown,
): Promise<Response> {
  await instance.store.save();
  setCookies(c, clientCookies(client, browser.secure));
  return c.json({ response, client: await clientJson(instance, client, browser.origin) });
}
