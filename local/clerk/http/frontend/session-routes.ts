import { Hono } from 'hono';
import { clientJson, sessionJson } from '../../json/client-json';
import { notFound, notSignedIn, paramMissing } from '../../json/errors';
import type { Instance } from '../../state/instance';
import { endSession } from '../../state/sessions';
import type { StoredClient, StoredSession } from '../../state/state';
import { activeSession, sessionToken } from '../../state/tokens';
import type { Handshakes } from '../handshakes';
import { answer, browserOf, setCookies, type Browser } from './browser';
import { clientCookies, handshakeDirectives, nonceCookie } from './cookies';

/** A browser's sessions: touch, fresh tokens, signing out, and the handshake that renews the app's cookies. */
export function sessionRoutes(instance: Instance, handshakes: Handshakes): Hono {
  const { store } = instance;
  const { state } = store;
  const routes = new Hono();

  function ownSession(browser: Browser, id: string): { client: StoredClient; session: StoredSession } {
    const session = state.sessions[id];
    if (!browser.client || !session || session.clientId !== browser.client.id) throw notFound('session', id);
    return { client: browser.client, session };
  }

  routes.post('/v1/client/sessions/:id/touch', async (c) => {
    const browser = browserOf(state, c);
    const { client, session } = ownSession(browser, c.req.param('id'));
    if (session.status !== 'active') throw notSignedIn();
    session.lastActiveAt = Date.now();
    client.lastActiveSessionId = session.id;
    return answer(c, instance, browser, client, await sessionJson(instance, session, browser.origin));
  });

  routes.post('/v1/client/sessions/:id/tokens', async (c) => {
    const browser = browserOf(state, c);
    const { session } = ownSession(browser, c.req.param('id'));
    if (session.status !== 'active') throw notSignedIn();
    return c.json({ object: 'token', jwt: await sessionToken(state, session, browser.origin) });
  });

  for (const [action, status] of [
    ['remove', 'removed'],
    ['end', 'ended'],
  ] as const)
    routes.post(`/v1/client/sessions/:id/${action}`, async (c) => {
      const browser = browserOf(state, c);
      const { client, session } = ownSession(browser, c.req.param('id'));
      endSession(instance, session, status);
      return answer(c, instance, browser, client, await sessionJson(instance, session, browser.origin));
    });

  routes.delete('/v1/client/sessions', async (c) => {
    const { client, origin, secure } = browserOf(state, c);
    if (!client) return c.json({ response: null, client: null });
    for (const id of client.sessionIds) {
      const session = state.sessions[id];
      if (session) endSession(instance, session, 'removed');
    }
    Object.assign(client, { signIn: null, signUp: null });
    await store.save();
    setCookies(c, clientCookies(client, secure));
    return c.json({ response: await clientJson(instance, client, origin), client: null });
  });

  routes.get('/v1/client/handshake', async (c) => {
    const { client, origin, secure } = browserOf(state, c);
    const back = c.req.query('redirect_url');
    if (!back) throw paramMissing('redirect_url');
    const session = activeSession(state, client);
    const token = session && (await sessionToken(state, session, new URL(back, origin).origin));
    const nonce = handshakes.put(handshakeDirectives(client, token, secure));
    setCookies(c, [nonceCookie(nonce, secure)]);
    return c.redirect(back, 307);
  });

  return routes;
}
