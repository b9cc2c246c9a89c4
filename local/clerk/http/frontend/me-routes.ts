import { Hono, type Context } from 'hono';
import { sessionJson } from '../../json/client-json';
import { notSignedIn } from '../../json/errors';
import { frontendUser } from '../../json/user-json';
import { sendUserEvent } from '../../state/events';
import type { Instance } from '../../state/instance';
import { activeSession } from '../../state/tokens';
import { touchUser } from '../../state/users';
import { readImage } from '../images';
import { answer, browserOf } from './browser';

/** The signed-in user: who they are, their active sessions, their picture. */
export function meRoutes(instance: Instance): Hono {
  const { store, imageUrl } = instance;
  const { state } = store;
  const routes = new Hono();

  function requireMe(c: Context) {
    const browser = browserOf(state, c);
    const session = activeSession(state, browser.client);
    const user = session && state.users[session.userId];
    if (!browser.client || !user) throw notSignedIn();
    return { browser, client: browser.client, user };
  }

  routes.get('/v1/me', (c) => {
    const { browser, client, user } = requireMe(c);
    return answer(c, instance, browser, client, frontendUser(user, imageUrl(user)));
  });

  routes.get('/v1/me/sessions/active', async (c) => {
    const { browser, user } = requireMe(c);
    const sessions = Object.values(state.sessions).filter(
      (session) => session.userId === user.id && session.status === 'active',
    );
    return c.json(await Promise.all(sessions.map((session) => sessionJson(instance, session, browser.origin))));
  });

  const changeImage = async (c: Context, image: string | null) => {
    const { browser, client, user } = requireMe(c);
    user.image = image;
    touchUser(user);
    sendUserEvent(instance, 'user.updated', user);
    const about = image ? { name: 'profile image', public_url: imageUrl(user) } : { deleted: true };
    return answer(c, instance, browser, client, { object: 'image', id: user.id, ...about });
  };
  routes.post('/v1/me/profile_image', async (c) => changeImage(c, await readImage(await c.req.formData())));
  routes.delete('/v1/me/profile_image', (c) => changeImage(c, null));

  return routes;
}
