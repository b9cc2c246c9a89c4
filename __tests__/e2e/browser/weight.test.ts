import { expect, signIn, test } from '../support/fixtures';
import { ownScripts, weigh } from '../support/weight';

const KIB = 1024;
/** What the profile page may load, in KiB on the wire; Clerk’s script alone varies by 2 from run to run. */
const BUDGET = { total: 420, ownScripts: 80 };

test('the profile page loads no more than its budget', async ({ page, person }) => {
  await signIn(page, person);
  const weight = await weigh(page, '/settings/profile');
  const kib = (bytes: number): string => (bytes / KIB).toFixed(1).padStart(7);
  const rows = (all: Record<string, number>): string =>
    Object.entries(all)
      .sort(([, a], [, b]) => b - a)
      .map(([name, bytes]) => `${kib(bytes)}  ${name}`)
      .join('\n');
  console.log(
    [
      `KiB on the wire, ${weight.requests} requests:\n${kib(weight.total)}  all`,
      rows(weight.byKind),
      `scripts by package:\n${rows(weight.byPackage)}`,
      `${kib(ownScripts(weight))}  beyond Next, React and Clerk`,
    ].join('\n\n'),
  );
  expect(Object.keys(weight.byPackage), 'built without SOURCE_MAPS=1').not.toContainEqual(
    expect.stringContaining('no source map'),
  );
  expect(weight.total / KIB).toBeLessThanOrEqual(BUDGET.total);
  expect(ownScripts(weight) / KIB).toBeLessThanOrEqual(BUDGET.ownScripts);
});
