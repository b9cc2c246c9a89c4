import { Hono, type Context } from 'hono';
import { paramUnknown } from '../../json/errors';
import { backendUser } from '../../json/user-json';
import { sendUserEvent } from '../../state/events';
import type { Instance } from '../../state/instance';
import { deleteUser } from '../../state/sessions';
import type { StoredUser } from '../../state/state';
import { attributeChange, isAttribute } from '../../state/user/attributes';
import { requireUser } from '../../state/user/users';
import { readImage } from '../images';
import { readBody } from './body';
import { createUser } from './create-user';
import { updateUser } from './update-user';
import { filterUsers, pageOf } from './user-list';

/** Users: list, count, create, read, change attributes and picture, delete. */
export function userRoutes(instance: Instance): Hono {
  const { store, imageUrl } = instance;
  const { state } = store;
  const json = (user: StoredUser) => backendUser(user, imageUrl(user));
  const routes = new Hono();

  routes.get('/v1/users', (c) => c.json(pageOf(c, filterUsers(c, state)).map(json)));
  routes.get('/v1/users/count', (c) => c.json({ object: 'total_count', total_count: filterUsers(c, state).length }));

  routes.post('/v1/users', async (c) => {
    const answer = sendUserEvent(instance, 'user.created', await createUser(state, await readBody(c)));
    await store.save();
    return c.json(answer);
  });

  routes.get('/v1/users/:id', (c) => c.json(json(requireUser(state, c.req.param('id')))));

  routes.patch('/v1/users/:id', async (c) => {
    const body = await readBody(c);
    const id = c.req.param('id');
    for (const param of Object.keys(body)) if (!isAttribute(param)) throw paramUnknown(param);
    const apply = attributeChange(state, requireUser(state, id), body);
    return c.json(await updateUser(instance, id, Object.keys(body), apply));
  });

  const changeImage = async (c: Context, image: StoredUser['image']) =>
    c.json(await updateUser(instance, c.req.param('id') ?? '', ['profile_image'], (user) => (user.image = image)));
  routes.post('/v1/users/:id/profile_image', async (c) => changeImage(c, await readImage(c)));
  routes.delete('/v1/users/:id/profile_image', (c) => changeImage(c, null));

  routes.delete('/v1/users/:id', async (c) => {
    const deleted = deleteUser(instance, requireUser(state, c.req.param('id')), 'removed');
    await store.save();
    return c.json(deleted);
  });

  return routes;
}
