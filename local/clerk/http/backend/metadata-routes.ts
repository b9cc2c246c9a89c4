import { Hono, type Context } from 'hono';
import { paramUnknown } from '../../json/errors';
import type { Instance } from '../../state/instance';
import { checkSize, cleanMetadata, deepMerge, isMetadata, METADATA } from '../../state/user/metadata';
import { requireUser } from '../../state/user/users';
import { readBody, type Body } from './body';
import { updateUser } from './update-user';

/** A user's metadata: PATCH merges it deeply, PUT replaces it. */
export function metadataRoutes(instance: Instance): Hono {
  const routes = new Hono();
  const write = (change: (before: Body, given: Body) => Body) => async (c: Context) => {
    const body = await readBody(c);
    const params = Object.keys(body);
    for (const param of params) if (!isMetadata(param)) throw paramUnknown(param);
    const id = c.req.param('id') ?? '';
    const user = requireUser(instance.store.state, id);
    // computed before any of it is applied: if one part is refused, nothing changes
    const changed = params.filter(isMetadata).map((param) => {
      const given = cleanMetadata(param, body[param]);
      return {
        param,
        value: checkSize(param, change(user[METADATA[param]], given)),
        keys: Object.keys(given).map((key) => `${param}.${key}`),
      };
    });
    const refusable = changed.flatMap(({ param, keys }) => [param, ...keys]);
    return c.json(
      await updateUser(instance, id, refusable, () =>
        changed.forEach(({ param, value }) => (user[METADATA[param]] = value)),
      ),
    );
  };
  routes.patch('/v1/users/:id/metadata', write(deepMerge));
  routes.put(
    '/v1/users/:id/metadata',
    write((_, given) => given),
  );
  return routes;
}
