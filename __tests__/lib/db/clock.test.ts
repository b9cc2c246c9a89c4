import fc from 'fast-check';
import { latestNow, observeClock, earliestNow } from '@/lib/db/clock';
import { resetSingletons } from '@/lib/singleton';

let local = 0;
beforeEach(() => {
  resetSingletons('clock');
  jest.spyOn(Date, 'now').mockImplementation(() => Math.floor(local));
});
afterEach(() => jest.restoreAllMocks());

/** One question for the time: how long before it, on the way there, on the way back, in ms. */
const asked = fc.record({
  before: fc.nat(120_000),
  there: fc.double({ min: 0, max: 3_000, noNaN: true }),
  back: fc.double({ min: 0, max: 3_000, noNaN: true }),
});

it('earliestNow and latestNow bound the clock of Postgres, however slow or drifting the readings', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: -1e7, max: 1e7 }),
      fc.double({ min: -200e-6, max: 200e-6, noNaN: true }),
      fc.array(asked, { minLength: 1, maxLength: 20 }),
      fc.nat(600_000),
      (aheadMs, drift, questions, later) => {
        resetSingletons('clock');
        const start = 1_700_000_000_000;
        local = start;
        const postgres = () => start + aheadMs + (local - start) * (1 + drift);
        for (const { before, there, back } of questions) {
          local += before;
          const at = Date.now();
          local += there;
          const read = postgres();
          local += back;
          observeClock(read, at);
          expect(earliestNow()).toBeLessThan(postgres());
          expect(latestNow()).toBeGreaterThanOrEqual(Math.floor(postgres()));
        }
        local += later;
        expect(earliestNow()).toBeLessThan(postgres());
        expect(latestNow()).toBeGreaterThanOrEqual(Math.floor(postgres()));
      },
    ),
  );
});

it('one quick reading of the clock of Postgres is not worsened by slow ones', () => {
  local = 1_000_000;
  observeClock(local, local - 2);
  local += 30_000;
  observeClock(local - 2_000, local - 2_500); // the process was busy for two seconds before it heard the answer
  expect(latestNow() - local).toBeLessThan(40);
  expect(local - earliestNow()).toBeLessThan(40);
});

it('a reading of the clock of Postgres that contradicts the old one replaces it: a clock was set', () => {
  local = 1_000_000;
  observeClock(local, local);
  observeClock(local + 3_600_000, local);
  expect(earliestNow()).toBeGreaterThan(local + 3_500_000);
});

it('before the clock of Postgres was read, latestNow is our own time and earliestNow is 0', () => {
  local = 1_000_000;
  expect(latestNow()).toBeGreaterThanOrEqual(1_000_000);
  expect(earliestNow()).toBe(0);
});
