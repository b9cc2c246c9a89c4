import { setTimeout } from 'node:timers/promises';
import { isClerkUp, throughCircuit } from '@/lib/clerk/circuit';
import type { ClerkAnswer } from '@/lib/clerk/users';
import { log } from '@/lib/log';
import { resetSingletons } from '@/lib/singleton';

const away: ClerkAnswer = {
  ok: false,
  failure: { kind: 'transient', message: 'away', unknown: true, retryAfterMs: null },
};
afterEach(() => resetSingletons('circuit'));

it('no caller waits for the one call that tries Clerk again', async () => {
  while (isClerkUp()) await throughCircuit('ann', async () => away);
  let answer: (answer: ClerkAnswer) => void = () => undefined;
  let tries = 0;
  const attempt = () =>
    throughCircuit('ann', () => {
      tries += 1;
      return new Promise<ClerkAnswer>((resolve) => (answer = resolve));
    });
  let trying = attempt();
  while (tries === 0) {
    expect(await trying).toMatchObject({ ok: false }); // in the pause
    await setTimeout(10);
    trying = attempt();
  }
  const call = jest.fn(async () => away);
  expect(await throughCircuit('ann', call)).toMatchObject({ ok: false, failure: { unknown: false } });
  expect(call).not.toHaveBeenCalled();
  answer(away);
  await trying;
});

it('once Clerk counts as down, calls are held back in every bundle', async () => {
  while (isClerkUp()) await throughCircuit('ann', async () => away);
  await jest.isolateModulesAsync(async () => {
    const other = (await import('@/lib/clerk/circuit')) as { throughCircuit: typeof throughCircuit };
    const call = jest.fn(async () => away);
    expect(await other.throughCircuit('ann', call)).toMatchObject({
      ok: false,
      failure: { kind: 'transient', unknown: false },
    });
    expect(call).not.toHaveBeenCalled();
  });
});

it('an outage of Clerk is logged once, however often Clerk is tried, and so is its end', async () => {
  const [error, info] = [jest.spyOn(log, 'error').mockImplementation(), jest.spyOn(log, 'info').mockImplementation()];
  let tried = 0;
  const failing = async () => {
    tried += 1;
    return away;
  };
  while (isClerkUp()) await throughCircuit('ann', failing);
  const atFirst = tried;
  while (tried < atFirst + 2) {
    await throughCircuit('ann', failing); // after each pause one call is made
    await setTimeout(10);
  }
  expect(error).toHaveBeenCalledTimes(1);
  expect(info).not.toHaveBeenCalled();
  while (!isClerkUp()) {
    await throughCircuit('ann', async () => ({ ok: true, value: { id: 'ann' } }) as ClerkAnswer);
    await setTimeout(10);
  }
  expect(error).toHaveBeenCalledTimes(1);
  expect(info).toHaveBeenCalledTimes(1);
  jest.restoreAllMocks();
});
