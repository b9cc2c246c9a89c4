import { POST } from '@/app/api/webhooks/clerk/route';
import { log } from '@/lib/log';
import { resetSingletons } from '@/lib/singleton';
import { getProfile } from '@/lib/profile/verbs/get-profile';
import { pullFromClerk } from '@/lib/profile/verbs/pull-from-clerk';
import type { SignedInUserId } from '@/lib/clerk/session/session';
import { randomUUID } from 'node:crypto';
import { NextRequest } from 'next/server';
import { Webhook } from 'standardwebhooks';
import { startWorld, type World } from '../../support/world';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

interface Delivery {
  id?: string;
  at?: Date;
  secret?: string;
  /** what is signed in place of the event */
  sign?: () => string;
  /** changes what was signed, on its way */
  tamper?: (body: string) => string;
  headers?: (signed: Record<string, string>) => Record<string, string>;
}

/** Delivers an event as Svix does, and returns the status that the app answers. */
async function deliver(
  type: string,
  data: object,
  {
    id = `msg_${randomUUID()}`,
    at = new Date(),
    secret = world.clerk.webhookSecret,
    sign,
    tamper = (b) => b,
    headers = (h) => h,
  }: Delivery = {},
) {
  const body =
    sign?.() ?? JSON.stringify({ object: 'event', type, data, timestamp: at.getTime(), instance_id: 'ins_1' });
  const signature = new Webhook(secret).sign(id, at, body);
  const signed = {
    'content-type': 'application/json',
    'svix-id': id,
    'svix-timestamp': String(Math.floor(at.getTime() / 1000)),
    'svix-signature': signature,
  };
  const answer = await POST(
    new NextRequest('http://localhost:3000/api/webhooks/clerk', {
      method: 'POST',
      headers: headers(signed),
      body: tamper(body),
    }),
  );
  return answer.status;
}

const row = (userId: string) => world.db().profile.findUnique({ where: { userId } });
const firstNameOf = async (userId: string) =>
  ((await row(userId))?.values as { firstName?: string } | undefined)?.firstName;

/** A user whose profile the mirror knows, and their name in Clerk. */
async function known(): Promise<{ userId: SignedInUserId; edited: (firstName: string) => Promise<object> }> {
  const userId = await world.newUser({ firstName: 'Ann', lastName: 'Lee' });
  await getProfile(userId);
  return { userId, edited: (firstName) => world.clerk.editUser(userId, { first_name: firstName }) };
}

describe('a webhook that Clerk signed', () => {
  it('a webhook brings a change made in Clerk into the mirror', async () => {
    const { userId, edited } = await known();
    expect(await deliver('user.updated', await edited('Bea'))).toBe(204);
    expect(await firstNameOf(userId)).toBe('Bea');
    expect(await row(userId)).toMatchObject({ revision: 1, pushDueAt: null });
  });

  it('a webhook delivered twice is applied once, even at the same time', async () => {
    const { userId, edited } = await known();
    const change = await edited('Bea');
    const id = `msg_${randomUUID()}`;
    expect(await Promise.all([1, 2, 3].map(() => deliver('user.updated', change, { id })))).toEqual([204, 204, 204]);
    expect(await row(userId)).toMatchObject({ revision: 1 });
    expect(await world.db().webhookEvent.count({ where: { id } })).toBe(1);
  });

  it('a webhook that arrives after a newer one changes nothing', async () => {
    const { userId, edited } = await known();
    const older = await edited('Bea');
    const newer = { ...(await edited('Cid')), updated_at: Date.now() + 10 };
    await deliver('user.updated', newer);
    expect(await deliver('user.updated', older)).toBe(204);
    expect(await firstNameOf(userId)).toBe('Cid');
  });

  it('a webhook of the same millisecond as the row is ambiguous: Clerk is read', async () => {
    const { userId, edited } = await known();
    const now = await edited('Cid');
    await deliver('user.updated', now);
    expect(await deliver('user.updated', { ...now, first_name: 'Bea' })).toBe(204);
    expect(await firstNameOf(userId)).toBe('Cid');
    expect((await row(userId))?.invalidatedAt).toBeNull();
  });

  it('a webhook of a deleted user removes the profile and its history', async () => {
    const { userId, edited } = await known();
    await deliver('user.updated', await edited('Bea'));
    expect(await deliver('user.deleted', { object: 'user', id: userId, deleted: true })).toBe(204);
    expect(await row(userId)).toBeNull();
    expect(await world.db().profileChange.count({ where: { userId } })).toBe(0);
  });

  it('a webhook of a deleted user outlasts a read of Clerk that began before it', async () => {
    const { userId } = await known();
    await deliver('user.deleted', { object: 'user', id: userId, deleted: true });
    expect(world.clerk.getUser(userId)).toBeDefined(); // as that look saw it
    expect(await pullFromClerk(userId)).toMatchObject({ ok: false, failure: { kind: 'refused', status: 404 } });
    expect(await row(userId)).toBeNull();
  });

  it('webhooks of unknown users and of other kinds are answered 204 and change nothing', async () => {
    const userId = await world.newUser({ firstName: 'Ann' });
    expect(await deliver('user.created', world.clerk.getUser(userId) ?? {})).toBe(204);
    expect(await deliver('organization.created', { id: 'org_1' })).toBe(204);
    expect(await deliver('session.created', { object: 'session', id: 'sess_1', user_id: userId })).toBe(204);
    expect(await row(userId)).toBeNull();
  });
});

it('a webhook is answered 503 while Postgres is unreachable, and applied when it is sent again', async () => {
  const { userId, edited } = await known();
  const change = await edited('Bea');
  const id = `msg_${randomUUID()}`;
  await world.postgres.cut();
  expect(await deliver('user.updated', change, { id })).toBe(503);
  await world.postgres.restore();
  expect(await deliver('user.updated', change, { id })).toBe(204);
  expect(await firstNameOf(userId)).toBe('Bea');
});

it('a webhook of more than 256 KB is answered 413, whoever signed it', async () => {
  const { userId, edited } = await known();
  expect(await deliver('user.updated', { ...(await edited('Bea')), padding: 'x'.repeat(256 * 1024) })).toBe(413);
  expect(await firstNameOf(userId)).toBe('Ann');
});

const minutes = (n: number) => new Date(Date.now() + n * 60_000);
const anotherSecret = `whsec_${Buffer.from('some other secret').toString('base64')}`;

describe('the log', () => {
  let warn: jest.Spied<typeof log.warn>;
  beforeEach(() => {
    resetSingletons('webhooks');
    warn = jest.spyOn(log, 'warn');
  });
  afterEach(() => {
    warn.mockRestore();
    jest.useRealTimers();
  });
  const later = (ms: number) =>
    jest.useFakeTimers({
      now: Date.now() + ms,
      doNotFake: ['setTimeout', 'clearTimeout', 'setImmediate', 'nextTick', 'queueMicrotask'],
    });
  const forge = () => deliver('user.updated', { secret_of_the_body: true }, { secret: anotherSecret });

  it('the log says why a webhook was refused, and names the secret if none was ever accepted', async () => {
    expect(await forge()).toBe(400);
    expect(warn.mock.calls).toEqual([
      [
        { reason: 'it is not signed with this secret', refused: 1 },
        expect.stringContaining('CLERK_WEBHOOK_SIGNING_SECRET'),
      ],
    ]);
  });

  it('the log does not name the secret once a webhook was accepted with it', async () => {
    const { edited } = await known();
    await deliver('user.updated', await edited('Bea'));
    await forge();
    expect(warn.mock.calls).toEqual([
      [{ reason: 'it is not signed with this secret', refused: 1 }, 'a webhook was refused'],
    ]);
  });

  it('refused webhooks are logged once a minute, with their number', async () => {
    for (let i = 0; i < 5; i += 1) await forge();
    expect(warn).toHaveBeenCalledTimes(1);
    later(61_000);
    await forge();
    await forge();
    expect(warn.mock.calls.map(([what]) => what)).toEqual([
      expect.objectContaining({ refused: 1 }),
      expect.objectContaining({ refused: 5 }),
    ]);
  });

  it.each<[string, Delivery, string]>([
    ['unsigned', { headers: ({ 'svix-signature': _, ...rest }) => rest }, 'it has no signature, id or time'],
    ['replayed', { at: minutes(-6) }, 'it was signed more than five minutes away from this clock'],
    ['cut short', { tamper: (body) => body.slice(0, -20) }, 'it is not signed with this secret'],
    ['signed and empty', { sign: () => '' }, 'it cannot be read'],
    ['signed and not JSON', { sign: () => 'name of a person' }, 'it cannot be read'],
  ])('the log quotes no word of a webhook that is %s', async (_name, delivery, reason) => {
    expect(await deliver('user.updated', {}, delivery)).toBe(400);
    expect(warn.mock.calls).toEqual([[{ reason, refused: 1 }, expect.any(String)]]);
  });
});

describe('a webhook that is not Clerk’s', () => {
  it.each<[string, Delivery]>([
    ['is signed with another secret', { secret: anotherSecret }],
    ['was changed on its way', { tamper: (body) => body.replace('Eve', 'Mallory') }],
    ['is cut short', { tamper: (body) => body.slice(0, -20) }],
    ['is empty', { tamper: () => '' }],
    ['has no signature', { headers: ({ 'svix-signature': _, ...rest }) => rest }],
    ['has no id', { headers: ({ 'svix-id': _, ...rest }) => rest }],
    ['is replayed after more than 5 minutes', { at: minutes(-6) }],
    ['comes from more than 5 minutes ahead', { at: minutes(6) }],
    ['has another id than the one signed', { headers: (signed) => ({ ...signed, 'svix-id': 'msg_other' }) }],
  ])('a webhook that %s is answered 400 and changes nothing', async (_name, delivery) => {
    const { userId, edited } = await known();
    expect(await deliver('user.updated', await edited('Eve'), delivery)).toBe(400);
    expect(await firstNameOf(userId)).toBe('Ann');
  });
});
