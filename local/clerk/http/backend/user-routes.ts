import { Hono } from 'hono';
import { paramMissing, paramUnknown } from '../../json/errors';
import { backendUser } from '../../json/user-json';
import { sendUserEvent } from '../../state/events';
import type { Instance } from '../../state/instance';
import { deleteUser } from '../../state/sessions';
import type { StoredUser } from '../../state/state';
import { hashPassword } from '../../state/passwords';
import { addUser, cleanEmail, cleanName, requireUser } from '../../state/users';
import { readImage } from '../images';
import { readBody } from './body';
import { updateUser } from './update-user';
import { filterUsers, pageOf } from './user-list';

/** Users: list, count, create, read, change names and picture, delete. */
export function userRoutes(instance: Instance): Hono {
  const { store, imageUrl } = instance;
  const { state } = store;
  const json = (user: StoredUser) => backendUser(user, imageUrl(user));
  const routes = new Hono();

  routes.get('/v1/users', (c) => c.json(pageOf(c, filterUsers(c, state)).map(json)));
  routes.get('/v1/users/count', (c) => c.json({ object: 'total_count', total_count: filterUsers(c, state).length }));

  routes.post('/v1/users', async (c) => {
    const body = await readBody(c);
    const [email] = Array.isArray(body.email_address) ? (body.email_address as unknown[]) : [];
    if (email === undefined) throw paramMissing('email_address');
    if (typeof body.password !== 'string') throw paramMissing('password');
    const user = addUser(state, {
      email: cleanEmail(email),
      passwordHash: await hashPassword(body.password),
      firstName: cleanName('first_name', body.first_name),
      lastName: cleanName('last_name', body.last_name),
    });
    const answer = sendUserEvent(instance, 'user.created', user);
    await store.save();
    return c.json(answer);
  });

  routes.get('/v1/users/:id', (c) => c.json(json(requireUser(state, c.req.param('id')))));

  routes.patch('/v1/users/:id', async (c) => {
    const body = await readBody(c);
    for (const param of Object.keys(body))
      if (!['first_name', 'last_name', 'external_id'].includes(param)) throw paramUnknown(param);
    const firstName = cleanName('first_name', body.first_name);
    const lastName = cleanName('last_name', body.last_name);
    const answer = await updateUser(instance, c.req.param('id'), Object.keys(body), (user) => {
      if ('first_name' in body) user.firstName = firstName;
      if ('last_name' in body) user.lastName = lastName;
      if ('external_id' in body) user.externalId = typeof body.external_id === 'string' ? body.external_id : null;
    });
    return c.json(answer);
  });

  const changeImage = (id: string, image: string | null) =>
    updateUser(instance, id, ['profile_image'], (user) => (user.image = image));
  routes.post('/v1/users/:id/profile_image', async (c) => {
    const image = await readImage(await c.req.formData());
    return c.json(await changeImage(c.req.param('id'), image));
  });
  routes.delete('/v1/users/:id/profile_image', async (c) => c.json(await changeImage(c.req.param('id'), null)));

  routes.delete('/v1/users/:id', async (c) => {
    const deleted = deleteUser(instance, requireUser(state, c.req.param('id')), 'removed');
    await store.save();
    return c.json(deleted);
  });

  return routes;
}
