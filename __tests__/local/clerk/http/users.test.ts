import type { LocalClerk } from '@/local/clerk/start';
import { aClerk, aUser, failureOf, sdk } from '../support';

const send = ({ apiUrl, secretKey }: LocalClerk, method: string, path: string, body: object) =>
  fetch(apiUrl + path, {
    method,
    headers: { authorization: `Bearer ${secretKey}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

describe('users of the local Clerk', () => {
  it('Clerk’s SDK reads a user of the local Clerk as it was signed up', async () => {
    const clerk = await aClerk();
    const { id, email_addresses } = await aUser(clerk);
    const user = await sdk(clerk).users.getUser(id);
    expect(user).toMatchObject({
      id,
      firstName: 'Ann',
      lastName: 'Lee',
      publicMetadata: {},
      primaryEmailAddress: { emailAddress: email_addresses[0]?.email_address },
    });
    expect(user.updatedAt).toBeGreaterThan(1_600_000_000_000); // milliseconds
  });

  it('Clerk’s SDK changes names, clears one with null, and moves updated_at on', async () => {
    const clerk = await aClerk();
    const { id, updated_at } = await aUser(clerk);
    const user = await sdk(clerk).users.updateUser(id, { firstName: 'Bea', lastName: null as unknown as string });
    expect(user).toMatchObject({ firstName: 'Bea', lastName: null });
    expect(user.updatedAt).toBeGreaterThanOrEqual(updated_at);
    expect(clerk.getUser(id)).toMatchObject({ first_name: 'Bea', last_name: null });
  });

  it('metadata sent through Clerk’s SDK is merged deeply, and null deletes a key', async () => {
    const clerk = await aClerk();
    const { id } = await aUser(clerk);
    const { users } = sdk(clerk);
    await users.updateUserMetadata(id, {
      publicMetadata: { a: { b: 1, c: [1, 2] }, d: 'x' },
      privateMetadata: { secret: true },
    });
    const user = await users.updateUserMetadata(id, { publicMetadata: { a: { b: null, c: [3] }, e: 2 } });
    expect(user.publicMetadata).toEqual({ a: { c: [3] }, d: 'x', e: 2 });
    expect(user.privateMetadata).toEqual({ secret: true });
  });

  it.each(['publicMetadata', 'privateMetadata', 'unsafeMetadata'] as const)(
    'each document of metadata has its own 8 KB, and must be an object: %s',
    async (key) => {
      const clerk = await aClerk();
      const { id } = await aUser(clerk);
      const { users } = sdk(clerk);
      const full = { a: 'x'.repeat(8 * 1024 - '{"a":""}'.length) };
      expect(await users.updateUserMetadata(id, { [key]: full })).toMatchObject({ [key]: full });
      expect(await failureOf(users.updateUserMetadata(id, { [key]: { b: 1 } }))).toMatchObject({ status: 422 });
      const list = { [key]: [1] as unknown as Record<string, unknown> };
      expect(await failureOf(users.updateUserMetadata(id, list))).toMatchObject({ code: 'form_param_value_invalid' });
      expect(await users.updateUserMetadata(id, { [key]: { a: null } })).toMatchObject({ [key]: {} });
    },
  );

  it('PUT replaces metadata as a whole', async () => {
    const clerk = await aClerk();
    const { id } = await aUser(clerk);
    await sdk(clerk).users.updateUserMetadata(id, { publicMetadata: { a: 1, b: 2 } });
    const response = await send(clerk, 'PUT', `/v1/users/${id}/metadata`, { public_metadata: { c: 3 } });
    expect(await response.json()).toMatchObject({ public_metadata: { c: 3 } });
    expect(clerk.getUser(id)?.public_metadata).toEqual({ c: 3 });
  });

  it('metadata over 8 KB is refused, and nothing of the call is applied', async () => {
    const clerk = await aClerk();
    const { id } = await aUser(clerk);
    const { users } = sdk(clerk);
    await users.updateUserMetadata(id, { publicMetadata: { a: 'x'.repeat(8 * 1024 - '{"a":""}'.length) } });
    const failure = await failureOf(
      users.updateUserMetadata(id, { privateMetadata: { fine: 1 }, publicMetadata: { b: 1 } }),
    );
    expect(failure).toMatchObject({
      status: 422,
      code: 'form_param_exceeds_allowed_size',
      param: 'public_metadata',
      text: 'The given public_metadata exceeds the maximum allowed size of 8192 bytes (8 KB).',
    });
    expect(clerk.getUser(id)?.private_metadata).toEqual({});
  });

  it('metadata on the user’s own endpoint is refused, as in Clerk’s API 2026-05-12', async () => {
    const clerk = await aClerk();
    const { id } = await aUser(clerk);
    const response = await send(clerk, 'PATCH', `/v1/users/${id}`, { first_name: 'Bea', public_metadata: { a: 1 } });
    expect(response.status).toBe(422);
    expect(await response.json()).toEqual({
      errors: [
        {
          code: 'form_param_unknown',
          message: 'is unknown',
          long_message: 'public_metadata is not a valid parameter for this request.',
          meta: { param_name: 'public_metadata' },
        },
      ],
      clerk_trace_id: expect.stringMatching(/^[0-9a-f]{32}$/),
    });
    expect(clerk.getUser(id)).toMatchObject({ first_name: 'Ann', public_metadata: {} });
  });

  it('an unknown user is answered 404, and a wrong secret key 401', async () => {
    const clerk = await aClerk();
    expect(await failureOf(sdk(clerk).users.getUser('user_nobody'))).toMatchObject({
      status: 404,
      code: 'resource_not_found',
    });
    expect(await failureOf(sdk({ ...clerk, secretKey: 'sk_live_wrong' }).users.getUser('user_nobody'))).toMatchObject({
      status: 401,
      code: 'clerk_key_invalid',
    });
  });

  it('the 11th update of a user in 10 s is answered 429 with a Retry-After, and only of that user', async () => {
    const clerk = await aClerk();
    const [busy, calm] = [await aUser(clerk), await aUser(clerk)];
    const { users } = sdk(clerk);
    for (let i = 0; i < 10; i++) await users.updateUser(busy.id, { firstName: `Ann ${i}` });
    const failure = await failureOf(users.updateUser(busy.id, { firstName: 'Ann 10' }));
    expect(failure).toMatchObject({ status: 429, code: 'too_many_requests' });
    expect(failure.retryAfter).toBeGreaterThanOrEqual(1);
    expect(failure.retryAfter).toBeLessThanOrEqual(10);
    expect(clerk.getUser(busy.id)?.first_name).toBe('Ann 9');
    await users.updateUser(calm.id, { firstName: 'Bea' });
  });

  it('Clerk’s SDK sets and removes a profile image', async () => {
    const clerk = await aClerk();
    const { id } = await aUser(clerk);
    const { users } = sdk(clerk);
    const png = Buffer.from(
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
      'base64',
    );
    const user = await users.updateUserProfileImage(id, { file: new Blob([png], { type: 'image/png' }) });
    expect(user.hasImage).toBe(true);
    const image = await fetch(user.imageUrl);
    expect(image.headers.get('content-type')).toBe('image/png');
    expect(Buffer.from(await image.arrayBuffer())).toEqual(png);
    expect((await users.deleteUserProfileImage(id)).hasImage).toBe(false);
  });

  it('Clerk’s SDK lists the sessions of a user and revokes one', async () => {
    const clerk = await aClerk();
    const { id } = await aUser(clerk);
    const [one, other] = [
      await clerk.createSession(id, { origin: 'http://localhost' }),
      await clerk.createSession(id, { origin: 'http://localhost' }),
    ];
    const { sessions } = sdk(clerk);
    expect(await sessions.revokeSession(one.sessionId)).toMatchObject({ status: 'revoked' });
    const { data } = await sessions.getSessionList({ userId: id, status: 'active' });
    expect(data.map((session) => session.id)).toEqual([other.sessionId]);
  });

  it('Clerk’s SDK deletes a user with their sessions', async () => {
    const clerk = await aClerk();
    const { id } = await aUser(clerk);
    const { sessionId } = await clerk.createSession(id, { origin: 'http://localhost' });
    const { users, sessions } = sdk(clerk);
    expect(await users.deleteUser(id)).toMatchObject({ id, deleted: true });
    expect(clerk.getUser(id)).toBeUndefined();
    expect(await sessions.getSession(sessionId)).toMatchObject({ status: 'removed' });
  });

  it('Clerk’s SDK verifies a session token with the local Clerk’s key set', async () => {
    const clerk = await aClerk();
    const { id } = await aUser(clerk);
    const { token, cookies } = await clerk.createSession(id, { origin: 'http://localhost:3000' });
    const client = sdk(clerk);
    const state = await client.authenticateRequest(
      new Request('http://localhost:3000/', { headers: { cookie: cookies } }),
    );
    expect(state.toAuth()).toMatchObject({ userId: id });
    const { exp, iat } = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as {
      exp: number;
      iat: number;
    };
    expect(exp - iat).toBe(60);
  });

  it('a request that the local Clerk does not implement is answered 501 and logged', async () => {
    const lines: string[] = [];
    const clerk = await aClerk({ log: (line) => lines.push(line) });
    expect(await failureOf(sdk(clerk).organizations.getOrganizationList())).toMatchObject({
      status: 501,
      code: 'not_implemented',
    });
    expect(lines).toEqual([expect.stringMatching(/GET \/v1\/organizations: not implemented by the local Clerk/)]);
  });
});
