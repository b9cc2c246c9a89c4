import { verifyWebhook } from '@clerk/backend/webhooks';
import { startLocalClerk } from '@/local/clerk/start';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { aClerk, aReceiver, aUser, sdk, typesOf, type Received } from '../support';

const verified = ({ headers, body }: Received, signingSecret: string) =>
  verifyWebhook(new Request('http://localhost/', { method: 'POST', headers, body }), { signingSecret });
const idsOf = (received: Received[]) => received.map(({ headers }) => headers['svix-id']);
const namesOf = (received: Received[]) =>
  received.map(({ body }) => (JSON.parse(body) as { data: { first_name?: string } }).data.first_name);

const folder = mkdtempSync(join(tmpdir(), 'local-clerk-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('webhooks of the local Clerk', () => {
  it('each change of a user sends a webhook that Clerk’s own verifyWebhook accepts', async () => {
    const { url, received, until } = await aReceiver();
    const clerk = await aClerk({ webhookUrl: url });
    const { id } = await aUser(clerk);
    await until(1);
    await sdk(clerk).users.updateUser(id, { firstName: 'Bea' });
    await until(2);
    await sdk(clerk).users.deleteUser(id);
    await until(3);
    expect(typesOf(received)).toEqual(['user.created', 'user.updated', 'user.deleted']);
    for (const one of received)
      expect(await verified(one, clerk.webhookSecret)).toMatchObject({ object: 'event', data: { id } });
    expect(new Set(idsOf(received)).size).toBe(3);
  });

  it('a webhook is not accepted with another secret, nor with one byte changed', async () => {
    const { url, received, until } = await aReceiver();
    const clerk = await aClerk({ webhookUrl: url });
    await aUser(clerk);
    await until(1);
    const [one] = received as [Received];
    await expect(verified(one, `whsec_${Buffer.from('another secret').toString('base64')}`)).rejects.toThrow();
    await expect(verified({ ...one, body: one.body.replace('Ann', 'Eve') }, clerk.webhookSecret)).rejects.toThrow();
  });

  it('a webhook answered 503 is sent again after 5 s, with the same id and a new signature', async () => {
    const { url, received, until } = await aReceiver((_one, count) => (count === 1 ? 503 : 204));
    const clerk = await aClerk({ webhookUrl: url });
    await aUser(clerk);
    await until(2);
    const [first, second] = received as [Received, Received];
    expect(second.headers['svix-id']).toBe(first.headers['svix-id']);
    expect(second.body).toBe(first.body);
    expect(second.at - first.at).toBeGreaterThanOrEqual(4_900);
    await expect(verified(second, clerk.webhookSecret)).resolves.toBeTruthy();
  });

  it('a webhook not yet delivered survives a restart of the local Clerk', async () => {
    const stateFile = join(folder, 'clerk.json');
    const { url, received, until } = await aReceiver();
    const first = await startLocalClerk({ stateFile, webhookUrl: url });
    first.faults.set({ webhookDelayMs: 300 });
    await aUser(first);
    await first.stop();
    expect(received).toEqual([]);
    await aClerk({ stateFile, webhookUrl: url });
    await until(1);
    expect(typesOf(received)).toEqual(['user.created']);
  });

  it('duplicates of a webhook have the same id', async () => {
    const { url, received, until } = await aReceiver();
    const clerk = await aClerk({ webhookUrl: url });
    clerk.faults.set({ webhookDuplicates: 2 });
    await aUser(clerk);
    await until(3);
    expect(new Set(idsOf(received)).size).toBe(1);
  });

  it('a webhook is overtaken by the next one while reordering is on', async () => {
    const { url, received, until } = await aReceiver();
    const clerk = await aClerk({ webhookUrl: url });
    const { id } = await aUser(clerk);
    await until(1);
    clerk.faults.set({ webhookReorder: true });
    await clerk.editUser(id, { first_name: 'First' });
    await clerk.editUser(id, { first_name: 'Second' });
    await until(3);
    expect(namesOf(received)).toEqual(['Ann', 'Second', 'First']);
  });

  it('with webhookReorder the next webhook overtakes the first even if both fall due in one tick', async () => {
    const { url, received, until } = await aReceiver();
    const clerk = await aClerk({ webhookUrl: url });
    const { id } = await aUser(clerk);
    await until(1);
    clerk.faults.set({ webhookReorder: true, webhookDelayMs: 200 });
    await clerk.editUser(id, { first_name: 'First' });
    await clerk.editUser(id, { first_name: 'Second' });
    const busyUntil = Date.now() + 500;
    while (Date.now() < busyUntil);
    await until(3);
    expect(namesOf(received)).toEqual(['Ann', 'Second', 'First']);
  });

  it('a change made while webhooks are off is never sent', async () => {
    const { url, received, until } = await aReceiver();
    const clerk = await aClerk({ webhookUrl: url });
    clerk.faults.set({ webhooks: 'off' });
    const { id } = await aUser(clerk);
    clerk.faults.reset();
    await clerk.editUser(id, { first_name: 'Bea' });
    await until(1);
    expect(typesOf(received)).toEqual(['user.updated']);
  });
});
