import { Hono, type Context } from 'hono';
import { sessionJson } from '../../json/client-json';
import { metadataNoObject, notSignedIn, paramMissing, paramUnknown } from '../../json/errors';
import { frontendUser } from '../../json/user-json';
import type { Instance } from '../../state/instance';
import type { StoredUser } from '../../state/state';
import { activeSession } from '../../state/tokens';
import { attributeChange, OWN_ATTRIBUTES } from '../../state/user/attributes';
import { changeUser } from '../../state/user/change-user';
import { checkSize, cleanMetadata, deepMerge } from '../../state/user/metadata';
import { readImage } from '../images';
import { answer, browserOf, readForm } from './browser';

/** The signed-in user: who they are, their active sessions, and what their browser can change of them. */
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

  const answerMe = (c: Context) => {
    const { browser, client, user } = requireMe(c);
    return answer(c, instance, browser, client, frontendUser(user, imageUrl(user)));
  };
  routes.get('/v1/me', answerMe);

  routes.get('/v1/me/sessions/active', async (c) => {
    const { browser, user } = requireMe(c);
    const sessions = Object.values(state.sessions).filter(
      (session) => session.userId === user.id && session.status === 'active',
    );
    return c.json(await Promise.all(sessions.map((session) => sessionJson(instance, session, browser.origin))));
  });

  routes.patch('/v1/me', async (c) => {
    const { user } = requireMe(c);
    const form = await readForm(c);
    for (const param of Object.keys(form)) if (!OWN_ATTRIBUTES.includes(param)) throw paramUnknown(param);
    await changeUser(instance, user, attributeChange(state, user, form));
    return answerMe(c);
  });

  routes.patch('/v1/me/metadata', async (c) => {
    const { user } = requireMe(c);
    const { unsafe_metadata: given, ...others } = await readForm(c);
    for (const param of Object.keys(others)) throw paramUnknown(param);
    if (given === undefined) throw paramMissing('unsafe_metadata');
    const patch = cleanMetadata('unsafe_metadata', parsed(given));
    const merged = checkSize('unsafe_metadata', deepMerge(user.unsafeMetadata, patch));
    await changeUser(instance, user, () => (user.unsafeMetadata = merged));
    return answerMe(c);
  });

  const changeImage = async (c: Context, image: StoredUser['image']) => {
    const { browser, client, user } = requireMe(c);
    await changeUser(instance, user, () => (user.image = image));
    const about = image ? { name: 'profile image', public_url: imageUrl(user) } : { deleted: true };
    return answer(c, instance, browser, client, { object: 'image', id: user.id, ...about });
  };
  routes.post('/v1/me/profile_image', async (c) => changeImage(c, await readImage(c)));
  routes.delete('/v1/me/profile_image', (c) => changeImage(c, null));

  return routes;
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json) as unknown;
  } catch {
    throw metadataNoObject('unsafe_metadata');
  }
}
