import { Hono, type Context } from 'hono';
import { backendSession } from '../json/client-json';
import { notFound, paramInvalid, paramMissing, paramUnknown, requestRefused, secretKeyInvalid } from './errors';
import { readImage } from './images';
import type { Instance } from '../state/instance';
import { endSession, requireSession } from '../state/sessions';
import type { StoredUser } from '../state/state';
import { backendUser } from '../json/user-json';
import {
  addUser,
  checkSize,
  cleanEmail,
  cleanMetadata,
  cleanName,
  deepMerge,
  findByEmail,
  hashPassword,
  requireUser,
  touchUser,
} from '../state/users';

const METADATA = {
  public_metadata: 'publicMetadata',
  private_metadata: 'privateMetadata',
  unsafe_metadata: 'unsafeMetadata',
} as const;
type MetadataParam = keyof typeof METADATA;
const isMetadata = (param: string): param is MetadataParam => param in METADATA;

type Body = Record<string, unknown>;

async function readBody(c: Context): Promise<Body> {
  const text = await c.req.text();
  if (text === '') return {};
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    throw paramInvalid('body', 'The request body is not valid JSON.');
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw paramInvalid('body', 'The request body must be an object.');
  return body as Body;
}

/** Clerk's Backend API, version 2026-05-12, as far as servers of this project use it. */
export function backendApi(instance: Instance, handshakes: Map<string, string[]>): Hono {
  const { store, webhooks, faults, rateLimit, imageUrl } = instance;
  const { state } = store;
  const json = (user: StoredUser) => backendUser(user, imageUrl(user));
  const api = new Hono();

  api.use('*', async (c, next) => {
    if (c.req.header('authorization') !== `Bearer ${state.keys.secretKey}`) throw secretKeyInvalid();
    await next();
  });

  /** Counts an update, refuses what a switch refuses, applies it, and answers when it is on the disk. */
  async function update(id: string, refusable: string[], apply: (user: StoredUser) => void) {
    const user = requireUser(state, id);
    rateLimit.count(id);
    const refused = refusable.find((param) => faults.current.refuseFields.includes(param));
    if (refused) throw faults.current.refuseUnnamed ? requestRefused() : paramUnknown(refused);
    apply(user);
    touchUser(user);
    webhooks.send('user.updated', json(user));
    await store.save();
    return json(user);
  }

  api.get('/v1/jwks', (c) => c.json({ keys: [state.keys.public] }));

  api.get('/v1/users', (c) => {
    const emails = c.req.queries('email_address') ?? [];
    const ids = c.req.queries('user_id') ?? [];
    const found = Object.values(state.users)
      .filter(
        (user) => (emails.length === 0 || emails.includes(user.email)) && (ids.length === 0 || ids.includes(user.id)),
      )
      .sort((a, b) => b.createdAt - a.createdAt);
    const offset = Number(c.req.query('offset') ?? 0);
    return c.json(found.slice(offset, offset + Number(c.req.query('limit') ?? 10)).map(json));
  });

  api.post('/v1/users', async (c) => {
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
    webhooks.send('user.created', json(user));
    await store.save();
    return c.json(json(user));
  });

  api.get('/v1/users/:id', (c) => c.json(json(requireUser(state, c.req.param('id')))));

  api.patch('/v1/users/:id', async (c) => {
    const body = await readBody(c);
    for (const param of Object.keys(body))
      if (!['first_name', 'last_name', 'external_id'].includes(param)) throw paramUnknown(param);
    const firstName = cleanName('first_name', body.first_name);
    const lastName = cleanName('last_name', body.last_name);
    const answer = await update(c.req.param('id'), Object.keys(body), (user) => {
      if ('first_name' in body) user.firstName = firstName;
      if ('last_name' in body) user.lastName = lastName;
      if ('external_id' in body) user.externalId = typeof body.external_id === 'string' ? body.external_id : null;
    });
    return c.json(answer);
  });

  const metadata = (change: (before: Body, given: Body) => Body) => async (c: Context) => {
    const body = await readBody(c);
    const params = Object.keys(body);
    for (const param of params) if (!isMetadata(param)) throw paramUnknown(param);
    const id = c.req.param('id') ?? '';
    const user = requireUser(state, id);
    // computed first: one part that is refused leaves all as it was
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
      await update(id, refusable, () => changed.forEach(({ param, value }) => (user[METADATA[param]] = value))),
    );
  };
  api.patch('/v1/users/:id/metadata', metadata(deepMerge));
  api.put(
    '/v1/users/:id/metadata',
    metadata((_, given) => given),
  );

  api.post('/v1/users/:id/profile_image', async (c) => {
    const image = await readImage(await c.req.formData());
    return c.json(await update(c.req.param('id'), ['profile_image'], (user) => (user.image = image)));
  });
  api.delete('/v1/users/:id/profile_image', async (c) =>
    c.json(await update(c.req.param('id'), ['profile_image'], (user) => (user.image = null))),
  );

  api.delete('/v1/users/:id', async (c) => {
    const user = requireUser(state, c.req.param('id'));
    for (const session of Object.values(state.sessions))
      if (session.userId === user.id) endSession(instance, session, 'removed');
    delete state.users[user.id];
    const deleted = { object: 'user', id: user.id, deleted: true };
    webhooks.send('user.deleted', deleted);
    await store.save();
    return c.json(deleted);
  });

  api.get('/v1/sessions', (c) => {
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
  api.get('/v1/sessions/:id', (c) => c.json(backendSession(requireSession(state, c.req.param('id')))));
  api.post('/v1/sessions/:id/revoke', async (c) => {
    const session = requireSession(state, c.req.param('id'));
    endSession(instance, session, 'revoked');
    await store.save();
    return c.json(backendSession(session));
  });

  api.get('/v1/clients/handshake_payload', (c) => {
    const nonce = c.req.query('nonce') ?? '';
    const directives = handshakes.get(nonce);
    if (!directives) throw notFound('handshake payload', nonce);
    handshakes.delete(nonce);
    return c.json({ directives });
  });

  return api;
}

/** The user with this e-mail address, as the Backend API gives them. */
export const userByEmail = ({ store, imageUrl }: Instance, email: string) => {
  const user = findByEmail(store.state, email);
  return user && backendUser(user, imageUrl(user));
};
