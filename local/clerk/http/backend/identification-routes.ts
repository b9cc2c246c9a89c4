import { Hono } from 'hono';
import { paramUnknown } from '../../json/errors';
import { emailJson, phoneJson } from '../../json/user-json';
import type { Instance } from '../../state/instance';
import {
  IDENTIFICATIONS,
  newIdentification,
  requireIdentification,
  type IdentificationKind,
} from '../../state/user/identifications';
import { requireUser } from '../../state/user/users';
import { readBody, type Body } from './body';
import { updateUser } from './update-user';

const PATHS = { email_address: '/v1/email_addresses', phone_number: '/v1/phone_numbers' } as const;
const JSON_OF = { email_address: emailJson, phone_number: phoneJson };

/** The e-mail addresses and phone numbers of users. Nothing is sent to them: an operator says that one is verified. */
export function identificationRoutes(instance: Instance): Hono {
  const routes = new Hono();
  for (const kind of Object.keys(PATHS) as IdentificationKind[]) addRoutes(routes, instance, kind);
  return routes;
}

function addRoutes(routes: Hono, instance: Instance, kind: IdentificationKind): void {
  const { state } = instance.store;
  const { list, primary } = IDENTIFICATIONS[kind];
  const path = PATHS[kind];
  const json = JSON_OF[kind];

  routes.post(path, async (c) => {
    const body = await readBody(c);
    checkParams(body, ['user_id', kind, 'verified', 'primary']);
    const { id } = requireUser(state, String(body.user_id));
    const added = newIdentification(state, kind, body[kind], body.verified === true);
    await updateUser(instance, id, [kind], (user) => {
      user[list].push(added);
      if (body.primary === true || user[primary] === null) user[primary] = added.id;
    });
    return c.json(json(added));
  });

  routes.get(`${path}/:id`, (c) => c.json(json(requireIdentification(state, kind, c.req.param('id')).found)));

  routes.patch(`${path}/:id`, async (c) => {
    const body = await readBody(c);
    checkParams(body, ['verified', 'primary']);
    const { user, found } = requireIdentification(state, kind, c.req.param('id'));
    await updateUser(instance, user.id, [kind], () => {
      if (typeof body.verified === 'boolean') found.verified = body.verified;
      if (body.primary === true) user[primary] = found.id;
      found.updatedAt = Date.now();
    });
    return c.json(json(found));
  });

  routes.delete(`${path}/:id`, async (c) => {
    const { user, found } = requireIdentification(state, kind, c.req.param('id'));
    await updateUser(instance, user.id, [kind], () => {
      user[list] = user[list].filter((one) => one !== found);
      if (user[primary] === found.id) user[primary] = user[list].find(({ verified }) => verified)?.id ?? null;
    });
    return c.json({ object: kind, id: found.id, deleted: true });
  });
}

function checkParams(body: Body, known: string[]): void {
  for (const param of Object.keys(body)) if (!known.includes(param)) throw paramUnknown(param);
}
