import { listen } from '@/lib/db/listen';
import { log } from '@/lib/log';
import { startWorld, type World } from '../../support/world';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

it('a process that stalls while it connects does not count that as an outage of Postgres', async () => {
  const warn = jest.spyOn(log, 'warn');
  const begun = Date.now();
  const connected = new Promise<{ stop: () => Promise<void> }>((resolve) => {
    const listening = listen('perdure_test', { onNotify: () => undefined, onConnect: () => resolve(listening) });
  });
  await new Promise(setImmediate); // the connection is on its way
  while (Date.now() - begun < 2_500); // nothing else is done meanwhile
  await (await connected).stop();
  expect(warn).not.toHaveBeenCalled();
});
