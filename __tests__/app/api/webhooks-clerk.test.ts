import { POST } from '@/app/api/webhooks/clerk/route';
import { isClerkUp } from '@/lib/clerk/circuit';
import { getClerkUser } from '@/lib/clerk/users';
import { earliestNow } from '@/lib/db/clock';
import { log } from '@/lib/log';
import { resetSingletons } from '@/lib/singleton';
import { getProfile } from '@/lib/profile/verbs/get-profile';
import { reconcile } from '@/lib/profile/reconcile/reconcile';
import type { SignedInUserId } from '@/lib/clerk/session/session';
import { randomUUID } from 'node:crypto';
import { NextRequest } from 'next/server';
import { Webhook } from 'standardwebhooks';
import { openInbox, type Inbox } from '../../support/model/inbox';
import { onInstance } from '../../support/model/instances';
import { startTcpProxy, type TcpProxy } from '../../support/tcp-proxy';
import { until } from '../../support/until';
import { startWorld, type World } from '../../support/world';

let world: World;
/** what Clerk sends by itself */
let inbox: Inbox;
/** between the app and Clerk */
let wire: TcpProxy;
/** the answer to the next request that contains this is held back until `wire.resume()` */
let heldRequest: string | null = null;
beforeAll(async () => {
  inbox = await openInbox();
  world = await startWorld({ webhookUrl: inbox.url });
  wire = await startTcpProxy(
    { host: '127.0.0.1', port: Number(new URL(world.clerk.apiUrl).port) },
    ({ text, from }) => {
      if (from === 'app' && heldRequest !== null && text.includes(heldRequest)) {
        heldRequest = null;
        queueMicrotask(() => wire.hang()); // once it has passed
      }
      return true;
    },
  );
  process.env.CLERK_API_URL = `http://127.0.0.1:${wire.port}`;
});
afterEach(() => world.clearFaults());
afterAll(async () => {
  await world.stop();
  await wire.stop();
  await inbox.stop();
});

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
    expect(await row(userId)).toMatchObject({ revision: 1, dueAt: null, webhookUpdatedAt: null });
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

  it('a webhook’s own values are never taken: Clerk is read', async () => {
    const { userId, edited } = await known();
    expect(await deliver('user.updated', { ...(await edited('Cid')), first_name: 'Bea' })).toBe(204);
    expect(await firstNameOf(userId)).toBe('Cid');
    expect(await row(userId)).toMatchObject({ readDueAt: null, webhookUpdatedAt: null });
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
    expect(world.clerk.getUser(userId)).toBeDefined(); // as that read saw it
    expect(await reconcile(userId)).toMatchObject({ outcome: 'gone', failure: { kind: 'refused', status: 404 } });
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

const readsOf = (userId: string) =>
  world.clerk.requests().filter(({ method, path }) => method === 'GET' && path === `/v1/users/${userId}`);

describe('an echo of our own push', () => {
  /** Pushes a name and a colour: two writes, and two webhooks. The answer to the second is held back. */
  const pushed = async () => {
    const { userId } = await known();
    await world.save(userId, { firstName: 'Bea', avatarColor: 'teal' });
    const reads = readsOf(userId).length;
    heldRequest = 'public_metadata';
    const push = reconcile(userId);
    await until(() => inbox.of(userId).length === 3);
    const [, name, colour] = inbox.of(userId);
    return { userId, push, name: name!, colour: colour!, reads: () => readsOf(userId).length - reads };
  };

  it.each([
    ['after the push, in order', ['push', 'name', 'colour']],
    ['after the push, the later one first', ['push', 'colour', 'name']],
    ['around the end of the push', ['name', 'push', 'colour']],
    ['around the end of the push, the later one first', ['colour', 'push', 'name']],
    ['before the end of the push', ['name', 'colour', 'push']],
    ['before the end of the push, the later one first', ['colour', 'name', 'push']],
    ['twice', ['colour', 'name', 'push', 'name', 'colour']],
  ] as const)('the echoes of a push that arrive %s cost no call of Clerk', async (_when, steps) => {
    const { userId, push, reads, ...echoes } = await pushed();
    for (const step of steps) {
      if (step === 'push') {
        wire.resume();
        expect((await push).outcome).toBe('confirmed');
      } else expect((await onInstance(1, () => POST(echoes[step]()))).status).toBe(204);
    }
    expect(reads()).toBe(0);
    expect(await row(userId)).toMatchObject({ dueAt: null, webhookUpdatedAt: null, states: null, revision: 1 });
  });

  it('an echo that reaches the process that is pushing costs no call of Clerk', async () => {
    const { userId, push, reads, name, colour } = await pushed();
    const answers = Promise.all([POST(name()), POST(colour())]);
    await until(async () => (await row(userId))?.webhookUpdatedAt !== null);
    wire.resume();
    expect((await answers).map(({ status }) => status)).toEqual([204, 204]);
    expect((await push).outcome).toBe('confirmed');
    expect(reads()).toBe(0);
    expect(await row(userId)).toMatchObject({ dueAt: null, webhookUpdatedAt: null });
  });
});

describe('a webhook whose read of Clerk takes its time', () => {
  it('an edit that is reported while an older read is under way is read once more', async () => {
    const { userId, edited } = await known();
    await edited('Bea');
    heldRequest = `GET /v1/users/${userId}`;
    const read = reconcile(userId, { readAfter: earliestNow() });
    await until(() => readsOf(userId).at(-1)?.status === 200 && readsOf(userId).length === 2);
    const answer = deliver('user.updated', await edited('Cid'));
    await until(async () => (await row(userId))?.webhookUpdatedAt !== null);
    wire.resume();
    expect((await read).mirror?.fields.firstName.value).toBe('Bea');
    expect(await answer).toBe(204);
    expect(await firstNameOf(userId)).toBe('Cid');
    expect(await row(userId)).toMatchObject({ dueAt: null, webhookUpdatedAt: null });
  });

  it('a webhook is answered while Clerk still hangs, and what it reports is read later', async () => {
    const { userId, edited } = await known();
    const change = await edited('Bea');
    world.clerk.faults.set({ hang: true });
    expect(await deliver('user.updated', change)).toBe(204);
    expect((await row(userId))?.fencingToken).not.toBeNull(); // the read is under way
    await until(async () => (await row(userId))?.fencingToken === null);
    expect(await row(userId)).toMatchObject({ attempts: 1, dueAt: expect.any(Date) });
    world.clearFaults();
    await world.dueNow(userId);
    expect((await reconcile(userId)).outcome).toBe('confirmed');
    expect(await firstNameOf(userId)).toBe('Bea');
  });

  it('a webhook makes no call while Clerk counts as down, and its read stays due', async () => {
    const { userId, edited } = await known();
    const change = await edited('Bea');
    world.clerk.faults.set({ status: 503 });
    while (isClerkUp()) await getClerkUser(userId);
    const before = world.clerk.requests().length;
    expect(await deliver('user.updated', change)).toBe(204);
    expect(world.clerk.requests()).toHaveLength(before);
    const { dueAt } = (await row(userId))!;
    expect(dueAt!.getTime()).toBeLessThanOrEqual(Date.now());
  });
});

describe('a webhook of 31 years ahead', () => {
  const yearsAhead = () => Date.now() + 31 * 365 * 24 * 3600_000;
  /** Makes a user of whom a webhook has reported a change in the far future. */
  const reported = async () => {
    const { userId, edited } = await known();
    const reads = readsOf(userId).length;
    expect(await deliver('user.updated', { ...world.clerk.getUser(userId), updated_at: yearsAhead() })).toBe(204);
    expect(readsOf(userId)).toHaveLength(reads + 1);
    expect(await row(userId)).toMatchObject({ dueAt: null, webhookUpdatedAt: null, readDueAt: null });
    return { userId, edited };
  };

  it('an edit after a webhook of years ahead is taken over with its own webhook', async () => {
    const { userId, edited } = await reported();
    expect(await deliver('user.updated', await edited('Bea'))).toBe(204);
    expect(await firstNameOf(userId)).toBe('Bea');
  });

  it('an edit after a webhook of years ahead shows without its own, as soon as a read is due', async () => {
    const { userId, edited } = await reported();
    await edited('Bea');
    const sixMinutesAgo = new Date(Date.now() - 6 * 60_000);
    await world.db().profile.update({ where: { userId }, data: { clerkReadAt: sixMinutesAgo } });
    expect(await getProfile(userId)).toMatchObject({
      ok: true,
      value: { source: 'checked', values: { firstName: 'Bea' } },
    });
  });
});

describe('a signed webhook that is malformed', () => {
  let error: jest.Spied<typeof log.error>;
  beforeEach(() => {
    error = jest.spyOn(log, 'error');
  });
  afterEach(() => error.mockRestore());

  const user = { id: 'user_of_a_person', updated_at: 1_764_000_000_000, first_name: 'Secretly' };
  const session = { id: 'sess_1', user_id: 'user_of_a_person' };
  it.each<[string, string, unknown]>([
    ['a user without an id', 'user.updated', { ...user, id: undefined }],
    ['a user whose id is a number', 'user.created', { ...user, id: 7 }],
    ['a user whose id is empty', 'user.updated', { ...user, id: '' }],
    ['an id that Postgres cannot store', 'user.updated', { ...user, id: 'user_\0' }],
    ['an id that no notification carries', 'user.deleted', { id: 'u'.repeat(9_000) }],
    ['no time', 'user.updated', { ...user, updated_at: undefined }],
    ['a time in words', 'user.updated', { ...user, updated_at: '2026-01-01' }],
    ['a time before 1970', 'user.updated', { ...user, updated_at: -1 }],
    ['a time that is no date', 'user.updated', { ...user, updated_at: 1e300 }],
    ['a time without end', 'user.updated', '{"id":"user_of_a_person","updated_at":1e999}'],
    ['no data', 'user.updated', null],
    ['a list of users', 'user.updated', [user]],
    ['a deletion of nobody', 'user.deleted', { deleted: true }],
    ['a session without a user', 'session.ended', { ...session, user_id: null }],
    ['a session without an id', 'session.revoked', { ...session, id: undefined }],
  ])('a signed webhook with %s is answered 400, and the log names its event alone', async (_what, type, data) => {
    const id = `msg_${randomUUID()}`;
    const text = typeof data === 'string' ? data : JSON.stringify(data);
    expect(await deliver(type, {}, { id, sign: () => `{"type":"${type}","data":${text}}` })).toBe(400);
    expect(error.mock.calls).toEqual([[{ webhook: id, type }, expect.any(String)]]);
    expect(JSON.stringify(error.mock.calls)).not.toMatch(/person|Secretly/);
    expect(await world.db().webhookEvent.count({ where: { id } })).toBe(0); // a mended app may still take it
  });

  it.each([
    ['without a type', '{}'],
    ['whose type is no text', '{"type":{"of":"person"}}'],
    ['that is a list', '[]'],
    ['that is a number', '7'],
  ])('a signed webhook %s is answered 400', async (_what, text) => {
    expect(await deliver('', {}, { sign: () => text })).toBe(400);
    expect(error.mock.calls).toEqual([[expect.objectContaining({ type: null }), expect.any(String)]]);
  });

  it('a webhook of the last time that is accepted leaves a row that can be read', async () => {
    const { userId, edited } = await known();
    const latest = Date.UTC(9_000);
    world.clerk.faults.set({ status: 503 });
    expect(await deliver('user.updated', { ...(await edited('Bea')), updated_at: latest })).toBe(204);
    await world.dueNow(userId);
    expect((await reconcile(userId)).mirror?.readDueAt).not.toBeNull(); // a time that cannot be is not kept
    world.clearFaults();
    await world.dueNow(userId);
    expect((await reconcile(userId)).outcome).toBe('confirmed');
    expect(await firstNameOf(userId)).toBe('Bea');
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
