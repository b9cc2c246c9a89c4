import { connect } from 'node:net';
import { expect, newPerson, test } from '../support/fixtures';
import { freePort, sql, startApp, startStack } from '../support/stack';

const MB = 1024 * 1024;

/**
 * Sends a body without end to a door until it answers or 100 MB are through, and returns the answer and how much was
 * taken.
 */
async function pour(url: string, headers: string): Promise<{ answer: string; taken: number }> {
  const { hostname, port, pathname } = new URL(url);
  const socket = connect(Number(port), hostname);
  let answer = '';
  let over = false;
  socket.on('data', (chunk: Buffer) => (answer += chunk.toString()));
  const closed = new Promise<void>((resolve) =>
    socket.once('close', () => resolve()).once('error', () => resolve()),
  ).then(() => (over = true));
  socket.write(`POST ${pathname} HTTP/1.1\r\nHost: ${hostname}:${port}\r\n${headers}\r\n\r\n`);
  const chunk = Buffer.alloc(16 * 1024, 'x');
  const framed = headers.includes('chunked')
    ? Buffer.concat([Buffer.from(`${chunk.length.toString(16)}\r\n`), chunk, Buffer.from('\r\n')])
    : chunk;
  for (let sent = 0; sent < 100 * MB && !answer && !over; sent += chunk.length)
    await Promise.race([
      new Promise((resolve) => (socket.write(framed) ? setImmediate(resolve) : socket.once('drain', resolve))),
      closed,
    ]);
  const taken = socket.bytesWritten;
  if (!over) await Promise.race([closed, expect.poll(() => answer).toContain('\r\n\r\n')]);
  socket.destroy();
  return { answer, taken };
}

test('a webhook of 100 MB is refused without being read', async ({ app }) => {
  const url = `${app.url}/api/webhooks/clerk`;
  const announced = await pour(url, `Content-Length: ${100 * MB}`);
  expect(announced.answer).toMatch(/^HTTP\/1\.1 413 /);
  const endless = await pour(url, 'Transfer-Encoding: chunked');
  expect(endless.answer).toMatch(/^HTTP\/1\.1 413 /);
  console.log(
    `taken of 100 MB: ${announced.taken} bytes if announced, ${endless.taken} if not, with what the sockets buffer`,
  );
  for (const { taken } of [announced, endless]) expect(taken).toBeLessThan(10 * MB);
});

test('POST /api/push does the background work for whoever has the secret, and nobody else', async ({ stack }) => {
  const push = (url: string, authorization?: string) =>
    fetch(`${url}/api/push`, { method: 'POST', headers: authorization ? { authorization } : {} });
  const open = await startApp({ ...stack.env, PUSH_SECRET: 'a secret of the cron' }, await freePort());
  expect((await push(open.url)).status).toBe(401);
  expect((await push(open.url, 'Bearer another secret')).status).toBe(401);
  const done = await push(open.url, 'Bearer a secret of the cron');
  expect(done.status).toBe(200);
  expect(await done.json()).toEqual({ reconciled: expect.any(Number), compared: expect.any(Number) });
  await open.stop();
});

test('POST /api/push is off if no secret is set', async ({ app }) => {
  expect((await fetch(`${app.url}/api/push`, { method: 'POST' })).status).toBe(404);
});

test('an app that is asked to end finishes the push under way first', async () => {
  const stack = await startStack('drained'); // its own: no other process may take the push over
  const person = await newPerson(stack);
  const json = (firstName: string) =>
    `'${JSON.stringify({ firstName, lastName: 'Lee', avatarColor: 'slate' })}'::jsonb`;
  stack.clerk.faults.set({ about: person.id, slowMs: 1_000 });
  await sql(
    stack.databaseUrl,
    `INSERT INTO "Profile" ("userId", "values", base, states, revision, "clerkReadAt", "dueAt", "pendingSince",
      "auditDueAt")
     VALUES ('${person.id}', ${json('Eva')}, ${json('Ann')}, '{"firstName":"pending"}', 1, now(), now(), now(),
      now() + interval '1 hour')`,
  );
  const app = await startApp(stack.env, await freePort());
  const calls = () =>
    stack.clerk.requests().filter(({ method, path }) => method === 'PATCH' && path.includes(person.id));
  await expect.poll(() => calls().length).toBe(1);
  await app.stop();
  const [row] = await sql(
    stack.databaseUrl,
    `SELECT base, "dueAt", "fencingToken" FROM "Profile" WHERE "userId" = '${person.id}'`,
  );
  expect(row).toMatchObject({ base: { firstName: 'Eva' }, dueAt: null, fencingToken: null });
  await stack.stop();
});
