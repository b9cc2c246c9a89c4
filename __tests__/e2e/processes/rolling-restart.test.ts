import { connect } from 'node:net';
import { expect, test } from '@playwright/test';
import { openDevice, saveUntilHeard } from '../support/device';
import { startLoadBalancer } from '../support/load-balancer';
import { newPerson } from '../support/people';
import { freePort, startApp, startStack, type Stack } from '../support/stack';

let stack: Stack;
test.beforeAll(async () => {
  stack = await startStack('restarts');
});
test.afterAll(() => stack.stop());

const health = async (url: string) => {
  const answer = await fetch(`${url}/api/health`);
  return { code: answer.status, connection: answer.headers.get('connection'), ...((await answer.json()) as object) };
};
const stopping = { code: 503, connection: 'close', status: 'stopping' };

test('after SIGTERM health is 503 and everything else is answered until the delay is over', async () => {
  const app = await startApp({ ...stack.env, SHUTDOWN_DELAY_SECONDS: '3' }, await freePort());
  const { id } = await newPerson(stack);
  const device = openDevice(stack, id, app.url);
  await device.read();
  const { cookies } = await stack.clerk.createSession(id, { origin: app.url });
  const opened = await fetch(`${app.url}/api/profile/live`, { headers: { cookie: cookies } });
  const stream = opened.text(); // whole: a stream ends when the app stops

  const ended = app.stop();
  await expect.poll(() => health(app.url)).toEqual(stopping);
  await saveUntilHeard(device, { firstName: 'Eva' });
  expect((await device.read()).values.firstName).toBe('Eva');
  expect(await health(app.url)).toEqual(stopping);
  expect(await ended).toBe(143);
  expect(await stream).toMatch(/event: version[^]*event: again\ndata: \n\n$/);
});

test('SIGINT ends the shutdown delay at once, and a second SIGTERM does not', async () => {
  const app = await startApp({ ...stack.env, SHUTDOWN_DELAY_SECONDS: '600' }, await freePort());
  const ended = app.stop();
  await expect.poll(() => health(app.url)).toEqual(stopping);
  process.kill(app.pid, 'SIGTERM');
  for (let asked = 0; asked < 20; asked += 1) expect(await health(app.url)).toEqual(stopping);
  process.kill(app.pid, 'SIGINT');
  expect(await ended).toBe(130);
});

test('a connection without a request does not keep the app from ending', async () => {
  test.setTimeout(45_000); // Node itself ends such a connection after 60 s
  const app = await startApp(stack.env, await freePort());
  const socket = connect(Number(new URL(app.url).port), 'localhost').on('error', () => undefined); // reset at the end
  await new Promise((resolve) => socket.once('connect', resolve));
  await health(app.url); // so the app has accepted what connected before
  expect(await app.stop()).toBe(143);
  socket.destroy();
});

test('two processes restarted one after the other behind a load balancer answer every save', async () => {
  test.setTimeout(180_000);
  const ports = [await freePort(), await freePort()];
  const env = { ...stack.env, SHUTDOWN_DELAY_SECONDS: '2' };
  const apps = await Promise.all(ports.map((port) => startApp(env, port)));
  const balancer = await startLoadBalancer(ports);
  const devices = await Promise.all(
    Array.from({ length: 4 }, async () => openDevice(stack, (await newPerson(stack)).id, balancer.url)),
  );
  for (const device of devices) await device.read();

  let restarting = true;
  let answered = 0;
  const unanswered: string[] = [];
  const saving = devices.map(async (device, n) => {
    for (let i = 0; restarting; i += 1)
      await device.save({ firstName: `Device ${n} save ${i}` }).then(
        () => (answered += 1),
        (error: unknown) => unanswered.push(String(error).slice(0, 100)),
      );
  });
  for (const [n, app] of apps.entries()) {
    await app.stop();
    apps[n] = await startApp(env, ports[n]!); // resolves when its health is 200
  }
  restarting = false;
  await Promise.all(saving);
  console.log(`${answered} saves answered while both were restarted, ${unanswered.length} not`);
  expect(unanswered).toEqual([]);

  await balancer.stop();
  await Promise.all(apps.map((app) => app.stop()));
});
