import { isClerkUp, resetCircuit, throughCircuit } from '@/lib/clerk/circuit';
import type { ClerkAnswer } from '@/lib/clerk/users';

const away: ClerkAnswer = { ok: false, failure: { kind: 'transient', message: 'away', unknown: true, retryAfterMs: null } };
afterEach(resetCircuit);

it('holds calls back once Clerk counts as down, in every bundle that has this module', async () => {
  while (isClerkUp()) await throughCircuit(async () => away);
  await jest.isolateModulesAsync(async () => {
    const other = (await import('@/lib/clerk/circuit')) as { throughCircuit: typeof throughCircuit };
    const call = jest.fn(async () => away);
    expect(await other.throughCircuit(call)).toMatchObject({ ok: false, failure: { kind: 'transient', unknown: false } });
    expect(call).not.toHaveBeenCalled();
  });
});
