import { Hono } from 'hono';
import { backendSession } from '../../json/client-json';
import type { Instance } from '../../state/instance';
import { endSession, requireSession } from '../../state/sessions';

/** Sessions: list, read, revoke. */
export function sessionRoutes(instance: Instance): Hono {
  const { store } = instance;
  const { state } = store;
  const routes = new Hono();

  routes.get('/v1/sessions', (c) => {
    const { user_id, client_id, status, paginated } = c.req.query();
    const found = Object.values(state.sessions).filter(
      (session) =>
        (!user_id || session.userId === user_id) &&
        (!client_id || session.clientId === client_id) &&
        (!status || session.status === status),
    );
    const data = found.map(backendSession);
    return c.json(paginated === 'true' ? { data, total_count: data.length } : data);
  });
  routes.get('/v1/sessions/:id', (c) => c.json(backendSession(requireSession(state, c.req.param('id')))));
  routes.post('/v1/sessions/:id/revoke', async (c) => {
    const session = requireSession(state, c.req.param('id'));
    endSession(instance, session, 'revoked');
    await store.save();
    return c.json(backendSession(session));
  });

  return routes;
}
