import type { FaultSettings } from '@/local/clerk/start';
import { aClerk, aUser, failureOf, sdk } from '../support';

/** Starts a local Clerk with one user, Ann, and these faults. */
async function broken(faults: Partial<FaultSettings>) {
  const clerk = await aClerk();
  const { id } = await aUser(clerk);
  clerk.faults.set(faults);
  return {
    clerk,
    id,
    users: sdk(clerk).users,
    rename: () => sdk(clerk).users.updateUser(id, { firstName: 'Bea' }),
    nameNow: () => clerk.getUser(id)?.first_name,
  };
}
const inMs = <T>(ms: number, value: T) => new Promise<T>((resolve) => setTimeout(() => resolve(value), ms));

describe('faults of the local Clerk', () => {
  it('a local Clerk that is down refuses connections, and answers on the same port afterwards', async () => {
    const { clerk, rename, nameNow } = await broken({ down: true });
    await expect(fetch(clerk.apiUrl)).rejects.toMatchObject({ cause: { code: 'ECONNREFUSED' } });
    expect((await failureOf(rename())).status).toBeUndefined();
    clerk.faults.reset();
    await expect(rename()).resolves.toMatchObject({ firstName: 'Bea' });
    expect(nameNow()).toBe('Bea');
  });

  it.each([500, 503, 429, 401] as const)('a local Clerk that answers %i changes nothing', async (status) => {
    const { rename, nameNow } = await broken({ status, retryAfter: 7 });
    expect(await failureOf(rename())).toMatchObject({ status, ...(status === 429 && { retryAfter: 7 }) });
    expect(nameNow()).toBe('Ann');
  });

  it('a local Clerk that fails at one path answers the others', async () => {
    const { users, id, rename, nameNow } = await broken({ status: 503, statusAt: '/metadata' });
    await rename();
    expect(nameNow()).toBe('Bea');
    expect(await failureOf(users.updateUserMetadata(id, { publicMetadata: { avatarColor: 'teal' } }))).toMatchObject({
      status: 503,
    });
  });

  it('a slow local Clerk answers as much later as it is set to', async () => {
    const { rename } = await broken({ slowMs: 300 });
    const started = Date.now();
    await rename();
    expect(Date.now() - started).toBeGreaterThanOrEqual(295);
  });

  it('a local Clerk that hangs never answers and changes nothing', async () => {
    const { rename, nameNow, clerk } = await broken({ hang: true });
    const answer = rename().then(
      () => 'answered',
      () => 'broken off',
    );
    expect(await Promise.race([answer, inMs(300, 'still waiting')])).toBe('still waiting');
    clerk.faults.set({ down: true }); // ends the connections
    expect(await answer).toBe('broken off');
    expect(nameNow()).toBe('Ann');
  });

  it('a local Clerk that loses its answers applies a write and breaks the connection', async () => {
    const { rename, nameNow } = await broken({ loseAnswer: true });
    expect((await failureOf(rename())).status).toBeUndefined();
    expect(nameNow()).toBe('Bea');
  });

  it('a write that the local Clerk applies late is never answered, and lands after later ones', async () => {
    const { clerk, id, nameNow } = await broken({ applyLateMs: 2_000 });
    const late = fetch(`${clerk.apiUrl}/v1/users/${id}`, {
      method: 'PATCH',
      headers: { authorization: `Bearer ${clerk.secretKey}`, 'content-type': 'application/json' },
      body: JSON.stringify({ first_name: 'Late' }),
      signal: AbortSignal.timeout(100),
    });
    await expect(late).rejects.toThrow();
    clerk.faults.reset();
    await sdk(clerk).users.updateUser(id, { firstName: 'Bea' });
    expect(nameNow()).toBe('Bea');
    while (nameNow() !== 'Late') await inMs(10, null);
  });

  it('a local Clerk that refuses a field names it, and accepts the others', async () => {
    const { users, id, rename, nameNow } = await broken({ refuseFields: ['last_name', 'public_metadata.avatarColor'] });
    expect(await failureOf(users.updateUser(id, { firstName: 'Bea', lastName: 'Moon' }))).toMatchObject({
      status: 422,
      code: 'form_param_unknown',
      param: 'last_name',
    });
    expect(nameNow()).toBe('Ann');
    expect(await failureOf(users.updateUserMetadata(id, { publicMetadata: { avatarColor: 'teal' } }))).toMatchObject({
      status: 422,
      param: 'public_metadata.avatarColor',
    });
    await rename();
    expect(nameNow()).toBe('Bea');
  });

  it('a local Clerk can refuse a field without naming it', async () => {
    const { users, id, nameNow } = await broken({ refuseFields: ['last_name'], refuseUnnamed: true });
    expect(await failureOf(users.updateUser(id, { firstName: 'Bea', lastName: 'Moon' }))).toMatchObject({
      status: 422,
      code: 'request_body_invalid',
      param: undefined,
    });
    await users.updateUser(id, { firstName: 'Bea' });
    expect(nameNow()).toBe('Bea');
  });
});

describe('the control API of the local Clerk', () => {
  it('the control API sets and clears faults, also while the local Clerk is down', async () => {
    const { clerk, rename } = await broken({});
    const faults = `${clerk.controlUrl}/faults`;
    const turned = await fetch(faults, { method: 'POST', body: JSON.stringify({ down: true }) });
    expect(await turned.json()).toMatchObject({ down: true });
    await failureOf(rename());
    await fetch(faults, { method: 'DELETE' });
    await rename();
  });

  it('the control API answers an unknown fault with a message, and changes nothing', async () => {
    const { clerk } = await broken({});
    const refused = await fetch(`${clerk.controlUrl}/faults`, { method: 'POST', body: JSON.stringify({ slowms: 5 }) });
    expect(refused.status).toBe(400);
    expect(await refused.text()).toMatch(/slowms/);
    expect(clerk.faults.current.slowMs).toBe(0);
  });

  it('the local Clerk listens on loopback only', async () => {
    const { clerk } = await broken({});
    for (const url of [clerk.controlUrl, clerk.apiUrl, clerk.frontendUrl])
      expect(new URL(url).hostname).toMatch(/^(127\.0\.0\.1|localhost)$/);
  });
});
