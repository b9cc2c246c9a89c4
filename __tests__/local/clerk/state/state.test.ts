import { refuseBesideRealKeys, startLocalClerk } from '@/local/clerk/start';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { aClerk, aUser, sdk } from '../support';

const folder = mkdtempSync(join(tmpdir(), 'local-clerk-'));
const stateFile = join(folder, 'state/clerk.json');
afterAll(() => rmSync(folder, { recursive: true }));

describe('the state of a local Clerk', () => {
  it('the local Clerk’s keys, users and sessions survive a restart', async () => {
    const first = await startLocalClerk({ stateFile });
    const { id } = await aUser(first);
    await sdk(first).users.updateUser(id, { firstName: 'Bea' });
    const { cookies } = await first.createSession(id, { origin: 'http://localhost:3000' });
    await first.stop();

    const second = await aClerk({ stateFile });
    expect(second.secretKey).toBe(first.secretKey);
    expect(second.webhookSecret).toBe(first.webhookSecret);
    expect(second.getUser(id)).toMatchObject({ first_name: 'Bea' });
    const state = await sdk(second).authenticateRequest(
      new Request('http://localhost:3000/', { headers: { cookie: cookies } }),
    );
    expect(state.toAuth()).toMatchObject({ userId: id });
  });

  it('a write is on the disk when the local Clerk answers it, so that a kill loses nothing', async () => {
    const clerk = await aClerk({ stateFile });
    const { id } = await aUser(clerk);
    await sdk(clerk).users.updateUser(id, { firstName: 'Cid' });
    const { users } = JSON.parse(readFileSync(stateFile, 'utf8')) as { users: Record<string, { firstName: string }> };
    expect(users[id]?.firstName).toBe('Cid');
  });

  it('the local Clerk’s state file holds no password as it was typed', async () => {
    const clerk = await aClerk({ stateFile });
    await aUser(clerk);
    expect(readFileSync(stateFile, 'utf8')).not.toContain('correct horse');
  });
});

describe('a state file of an earlier version', () => {
  it('its people keep their address, their picture and their ids', async () => {
    const older = join(folder, 'older.json');
    const { user, id } = await anOlderUser(older);
    const clerk = await aClerk({ stateFile: older });
    expect(clerk.getUser(id)).toMatchObject({
      first_name: 'Ann',
      username: null,
      email_addresses: [{ id: user.emailId, email_address: user.email, verification: { status: 'verified' } }],
      primary_email_address_id: user.emailId,
      phone_numbers: [],
      has_image: true,
    });
    expect(await (await fetch(clerk.getUser(id)!.image_url)).text()).toBe('picture');
    expect(clerk.getUserByEmail(user.email)?.id).toBe(id);
    await expect(aUser(clerk)).resolves.toMatchObject({ first_name: 'Ann' });
  });
});

/** Writes a state file as it was before people could have several addresses, with one user. */
async function anOlderUser(file: string) {
  const clerk = await startLocalClerk({ stateFile: file });
  const { id, email_addresses } = await aUser(clerk);
  await clerk.stop();
  const { settings: _, ...state } = JSON.parse(readFileSync(file, 'utf8')) as {
    settings: object;
    users: Record<string, object>;
  };
  const { emails: _emails, phones: _phones, username: _name, ...rest } = state.users[id] as Record<string, unknown>;
  const image = `data:image/png;base64,${Buffer.from('picture').toString('base64')}`;
  const user = { ...rest, image, email: email_addresses[0]!.email_address, emailId: email_addresses[0]!.id };
  writeFileSync(file, JSON.stringify({ ...state, users: { [id]: user } }));
  return { id, user };
}

describe('the local Clerk and the keys of a real instance', () => {
  const real = `pk_live_${Buffer.from('clerk.example.com$').toString('base64')}`;

  it.each([
    ['a publishable key', { NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY: real }, /clerk\.example\.com/],
    ['a secret key', { CLERK_SECRET_KEY: 'sk_live_abc' }, /CLERK_SECRET_KEY/],
    ['a test key', { CLERK_SECRET_KEY: 'sk_test_abc' }, /CLERK_SECRET_KEY/],
  ])('the local Clerk refuses to start beside %s of a real instance', (_name, env, message) => {
    expect(() => refuseBesideRealKeys(env)).toThrow(message);
  });

  it('the local Clerk starts beside its own keys, or none', async () => {
    const { env } = await aClerk();
    expect(() => refuseBesideRealKeys(env)).not.toThrow();
    expect(() => refuseBesideRealKeys({})).not.toThrow();
  });
});
