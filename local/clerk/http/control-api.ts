import { Hono } from 'hono';
import { z } from 'zod';
import type { Dashboard } from '../dashboard';
import { ClerkFault } from '../json/errors';
import { faultPatchSchema } from '../state/faults';
import type { Instance } from '../state/instance';

const metadataSchema = z.record(z.string(), z.unknown());
const newUserSchema = z.strictObject({
  email: z.email(),
  password: z.string(),
  otherEmails: z.array(z.string()).optional(),
  phones: z.array(z.string()).optional(),
  username: z.string().optional(),
  firstName: z.string().optional(),
  lastName: z.string().optional(),
  publicMetadata: metadataSchema.optional(),
  privateMetadata: metadataSchema.optional(),
  unsafeMetadata: metadataSchema.optional(),
});
const editSchema = z.strictObject({
  first_name: z.string().nullable().optional(),
  last_name: z.string().nullable().optional(),
  username: z.string().nullable().optional(),
  public_metadata: metadataSchema.optional(),
  private_metadata: metadataSchema.optional(),
  unsafe_metadata: metadataSchema.optional(),
});
const settingsSchema = z.strictObject({ usernames: z.boolean() }).partial();
const sessionSchema = z.strictObject({ userId: z.string(), origin: z.url() });

/** Faults, logged requests and the dashboard over HTTP, on a port that answers while Clerk is "down". */
export function controlApi({ faults, requests }: Instance, operator: Dashboard): Hono {
  const api = new Hono();
  api.onError((error, c) => {
    if (error instanceof z.ZodError) return c.json({ message: z.prettifyError(error) }, 400);
    if (error instanceof ClerkFault) return c.json({ message: error.entry.long_message }, error.status);
    throw error;
  });
  api.get('/faults', (c) => c.json(faults.current));
  api.post('/faults', async (c) => {
    faults.set(faultPatchSchema.parse(await c.req.json()));
    return c.json(faults.current);
  });
  api.delete('/faults', (c) => {
    faults.reset();
    return c.json(faults.current);
  });
  api.get('/requests', (c) => c.json(requests));
  api.post('/users', async (c) => c.json(await operator.createUser(newUserSchema.parse(await c.req.json()))));
  api.get('/users/:id', (c) => {
    const user = operator.getUser(c.req.param('id'));
    return user ? c.json(user) : c.json({ message: 'There is no such user.' }, 404);
  });
  api.patch('/users/:id', async (c) =>
    c.json(await operator.editUser(c.req.param('id'), editSchema.parse(await c.req.json()))),
  );
  api.patch('/settings', async (c) => c.json(await operator.changeSettings(settingsSchema.parse(await c.req.json()))));
  api.post('/sessions', async (c) => {
    const { userId, origin } = sessionSchema.parse(await c.req.json());
    return c.json(await operator.createSession(userId, { origin }));
  });
  return api;
}
