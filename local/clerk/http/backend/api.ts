import { Hono } from 'hono';
import { notFound, secretKeyInvalid } from '../../json/errors';
import type { Instance } from '../../state/instance';
import type { Handshakes } from '../handshakes';
import { identificationRoutes } from './identification-routes';
import { metadataRoutes } from './metadata-routes';
import { sessionRoutes } from './session-routes';
import { userRoutes } from './user-routes';

/** Clerk's Backend API, version 2026-05-12, as far as servers of this project use it. */
export function backendApi(instance: Instance, handshakes: Handshakes): Hono {
  const { keys } = instance.store.state;
  const api = new Hono();

  api.use('*', async (c, next) => {
    if (c.req.header('authorization') !== `Bearer ${keys.secretKey}`) throw secretKeyInvalid();
    await next();
  });

  api.get('/v1/jwks', (c) => c.json({ keys: [keys.public] }));
  api.route('/', userRoutes(instance));
  api.route('/', metadataRoutes(instance));
  api.route('/', identificationRoutes(instance));
  api.route('/', sessionRoutes(instance));

  api.get('/v1/clients/handshake_payload', (c) => {
    const nonce = c.req.query('nonce') ?? '';
    const directives = handshakes.take(nonce);
    if (!directives) throw notFound('handshake payload', nonce);
    return c.json({ directives });
  });

  return api;
}
