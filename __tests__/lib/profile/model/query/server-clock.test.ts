import fc from 'fast-check';
import {
  afterAnswer,
  observeServerTime,
  serverNow,
  sinceLastAnswer,
  type ServerClock,
} from '@/lib/profile/model/query/server-clock';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

describe('the server’s clock, as a device knows it', () => {
  const realNow = Date.now;
  afterEach(() => {
    Date.now = realNow;
  });

  it.each([
    ['3 minutes slow', -3 * MINUTE],
    ['3 minutes fast', 3 * MINUTE],
    ['26 hours slow', -26 * HOUR],
    ['26 hours fast', 26 * HOUR],
  ])('a duration is right on a device whose clock is %s', (_how, off) => {
    const pendingSince = realNow() - 3_000;
    Date.now = () => realNow() + off;
    observeServerTime(realNow());
    const waited = serverNow()! - pendingSince;
    expect(waited).toBeGreaterThanOrEqual(3_000);
    expect(waited).toBeLessThan(4_000);
  });

  it('a duration does not jump when the device’s clock does', () => {
    observeServerTime(realNow());
    const before = serverNow()!;
    Date.now = () => realNow() + 26 * HOUR;
    expect(serverNow()! - before).toBeLessThan(1_000);
    expect(sinceLastAnswer()).toBeLessThan(1_000);
  });
});

it('the best known time is that of the answer that took the least, whatever came late', () =>
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 1e12 }),
      fc.array(fc.record({ every: fc.integer({ min: 1, max: 30_000 }), late: fc.integer({ min: 0, max: 20_000 }) }), {
        minLength: 1,
      }),
      (ahead, answers) => {
        let known: ServerClock | null = null;
        let sent = 0;
        for (const { every, late } of answers) known = afterAnswer(known, ahead + (sent += every), sent + late);
        expect(known!.ahead).toBe(ahead - Math.min(...answers.map(({ late }) => late)));
      },
    ),
  ));

it('a server whose clock was set back is believed at once', () => {
  const known = afterAnswer(null, 10 * HOUR, 0);
  expect(afterAnswer(known, 9 * HOUR + 1_000, 1_000).ahead).toBe(9 * HOUR);
});
