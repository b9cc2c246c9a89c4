import { setImmediate } from 'node:timers/promises';
import { isClerkUp, resetCircuit, throughCircuit } from '@/lib/clerk/circuit';
import type { ClerkAnswer } from '@/lib/clerk/users';

const away: ClerkAnswer = { ok: false, failure: { kind: 'transient', message: 'away', unknown: true, retryAfterMs: null } };
afterEach(resetCircuit);

it('lets nobody wait for the one call that tries Clerk again', async () => {
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
    await setImmediate();
    trying = attempt();
  }
  const call = jest.fn(async () => away);
  expect(await throughCircuit('ann', call)).toMatchObject({ ok: false, failure: { unknown: false } });
  expect(call).not.toHaveBeenCalled();
  answer(away);
  await trying;
}, 15_000);

it('holds calls back once Clerk counts as down, in every bundle that has this module', async () => {
  while (isClerkUp()) await throughCircuit('ann', async () => away);
  await jest.isolateModulesAsync(async () => {
    const other = (await import('@/lib/clerk/circuit')) as { throughCircuit: typeof throughCircuit };
    const call = jest.fn(async () => away);
    expect(await other.throughCircuit('ann', call)).toMatchObject({ ok: false, failure: { kind: 'transient', unknown: false } });
    expect(call).not.toHaveBeenCalled();
  });
});
