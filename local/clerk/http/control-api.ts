import { Hono } from 'hono';
import { z } from 'zod';
import { ClerkFault } from './errors';
import { faultPatchSchema } from '../state/faults';
import type { LocalClerk } from '../start';

const newUserSchema = z.strictObject({
  email: z.email(),
  password: z.string(),
  firstName: z.string().optional(),
  lastName: z.string().optional(),
});
const editSchema = z.strictObject({
  first_name: z.string().nullable().optional(),
  last_name: z.string().nullable().optional(),
  public_metadata: z.record(z.string(), z.unknown()).optional(),
});
const sessionSchema = z.strictObject({ userId: z.string(), origin: z.url() });

/**
 * The switches and a look behind the scenes, on a port of its own that answers while Clerk is "down". Loopback only.
 */
export function controlApi(clerk: Omit<LocalClerk, 'stop'>): Hono {
  const api = new Hono();
  api.onError((error, c) => {
    if (error instanceof z.ZodError) return c.json({ message: z.prettifyError(error) }, 400);
    if (error instanceof ClerkFault) return c.json({ message: error.entry.long_message }, error.status);
    throw error;
  });
  api.get('/faults', (c) => c.json(clerk.faults.current));
  api.post('/faults', async (c) => {
    clerk.faults.set(faultPatchSchema.parse(await c.req.json()));
    return c.json(clerk.faults.current);
  });
  api.delete('/faults', (c) => {
    clerk.faults.reset();
    return c.json(clerk.faults.current);
  });
  api.get('/requests', (c) => c.json(clerk.requests()));
  api.post('/users', async (c) => c.json(await clerk.createUser(newUserSchema.parse(await c.req.json()))));
  api.get('/users/:id', (c) => {
    const user = clerk.getUser(c.req.param('id'));
    return user ? c.json(user) : c.json({ message: 'There is no such user.' }, 404);
  });
  api.patch('/users/:id', async (c) =>
    c.json(await clerk.editUser(c.req.param('id'), editSchema.parse(await c.req.json()))),
  );
  api.post('/sessions', async (c) => {
    const { userId, origin } = sessionSchema.parse(await c.req.json());
    return c.json(await clerk.createSession(userId, { origin }));
  });
  return api;
}
