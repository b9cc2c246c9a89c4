import type { Row, Run } from './run';
import { allAcknowledged, saveAtRate, type Edit } from './saves';
import { waitUntilSettled } from './settle';
import { withSides, type Side } from './side';

const SAVES_A_SECOND = 5;
const METHODS = ['PATCH', 'GET'];

/** Measures how many calls of Clerk a save costs, by the local Clerk's own log, until it is left alone. */
export async function measureClerkCalls(run: Run): Promise<Row[]> {
  const seconds = run.size(6, 1);
  return withSides(run, run.builds, { people: SAVES_A_SECOND * seconds, webhooks: true }, async (sides) => {
    const rows: Row[] = [];
    for (const webhooks of ['off', 'on'] as const)
      for (const edit of ['name', 'colour', 'both'] as const) {
        const cells = await Promise.all(
          sides.map(async (side) => {
            side.stack.clerk.faults.set({ webhooks });
            return [side.name, await countCalls(side, edit, seconds)] as const;
          }),
        );
        rows.push({
          what: `${METHODS.join(' + ')} of Clerk for a save of ${edit}, webhooks ${webhooks}`,
          cells: Object.fromEntries(cells),
        });
      }
    return rows;
  });
}

/** Returns the calls about users for each save, by method. */
async function countCalls(side: Side, edit: Edit, seconds: number): Promise<string> {
  const began = Date.now();
  const saves = allAcknowledged(await saveAtRate(side, SAVES_A_SECOND, seconds * 1_000, edit));
  await waitUntilSettled(side);
  const calls = side.stack.clerk.requests().filter(({ at, path }) => at >= began && path.startsWith('/v1/users'));
  const count = (name: string) => calls.filter(({ method }) => method === name).length / saves.length;
  return METHODS.map((method) => count(method).toFixed(2)).join(' + ');
}
