import { Hono } from 'hono';
import { clientJson } from '../../json/client-json';
import { environmentJson } from '../../json/environment-json';
import type { Instance } from '../../state/instance';
import type { Handshakes } from '../handshakes';
import { imageResponse } from '../images';
import { browserOf } from './browser';
import { meRoutes } from './me-routes';
import { serveScript } from './scripts';
import { sessionRoutes } from './session-routes';
import { signInRoutes } from './sign-in-routes';
import { signUpRoutes } from './sign-up-routes';

/** Clerk's Frontend API as far as the browser scripts use it for sign-in, sign-up and sessions. */
export function frontendApi(instance: Instance, handshakes: Handshakes): Hono {
  const { state } = instance.store;
  const api = new Hono();

  api.get('/.well-known/jwks.json', (c) => c.json({ keys: [state.keys.public] }));
  api.get('/v1/environment', (c) =>
    c.json(environmentJson(state.keys.instanceId, browserOf(state, c).origin, state.settings)),
  );
  api.get('/v1/client', async (c) => {
    const { client, origin } = browserOf(state, c);
    return c.json({ response: client && (await clientJson(instance, client, origin)), client: null });
  });

  api.route('/', signInRoutes(instance));
  api.route('/', signUpRoutes(instance));
  api.route('/', sessionRoutes(instance, handshakes));
  api.route('/', meRoutes(instance));

  api.get('/images/:id', (c) => imageResponse(state.users[c.req.param('id')]?.image?.data ?? null));
  api.get('/npm/*', (c) => serveScript(instance.scriptsDir, c.req.path));

  return api;
}
