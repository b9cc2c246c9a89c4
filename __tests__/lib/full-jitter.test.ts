import fc from 'fast-check';
import { fullJitterMs } from '@/lib/full-jitter';

const FIRST_MS = 500;
const CAP_MS = 30_000;
const unit = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

describe('fullJitterMs', () => {
  it('fullJitterMs stays below its cap, however often something has failed', () => {
    fc.assert(
      fc.property(fc.nat(), unit, (failures, random) => {
        const ms = fullJitterMs(failures, FIRST_MS, CAP_MS, random);
        expect(ms).toBeGreaterThanOrEqual(0);
        expect(ms).toBeLessThan(CAP_MS);
      }),
    );
  });

  it('fullJitterMs doubles with each further failure, until the cap', () => {
    fc.assert(
      fc.property(fc.nat(20), unit, (failures, random) => {
        const [once, again] = [failures, failures + 1].map((n) => fullJitterMs(n, FIRST_MS, Infinity, random));
        expect(again).toBeCloseTo(2 * once!, 5);
      }),
    );
    expect(fullJitterMs(0, FIRST_MS, CAP_MS, 0.5)).toBe(FIRST_MS / 2);
  });
});
