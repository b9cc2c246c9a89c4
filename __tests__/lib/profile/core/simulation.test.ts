import { realCore } from '../../../support/simulation/core';
import { mutants } from '../../../support/simulation/mutants';
import { findViolation, runSchedule, scheduleOf, randomFrom } from '../../../support/simulation/run';

/** Generated schedules of saves, dashboard edits, pushes, pulls, webhooks, faults and kills, without any I/O. */
const SCHEDULES = Number(process.env.PERDURE_SIMULATIONS ?? 20_000);

describe('the core, under generated schedules', () => {
  it(
    `loses nothing acknowledged and lets nothing go back in ${SCHEDULES} of them`,
    () => {
      const found = findViolation(1, SCHEDULES);
      expect(found).toMatchObject({ violation: null, runs: SCHEDULES });
      // schedules in which nothing happens would prove nothing
      expect(found.acknowledged).toBeGreaterThan(2 * SCHEDULES);
      expect(found.faults).toBeGreaterThan(SCHEDULES / 10);
    },
    Math.max(120_000, SCHEDULES * 5),
  );

  it('settles on what Clerk makes of a name, and lets nothing go back for it', () => {
    for (let seed = 1; seed <= 4_000; seed += 1) {
      // A save past Postgres compares what Clerk answers with what it wrote, and does not count as made where that
      // differs.
      const schedule = scheduleOf(randomFrom(seed)).filter((command) => command.do !== 'direct');
      const made = schedule.map((command) =>
        command.do === 'clerk' && command.behaviour === 'well'
          ? { ...command, behaviour: 'keeps names in capitals' as const }
          : command,
      );
      expect({
        seed,
        ...runSchedule(
          [{ do: 'clerk', behaviour: 'keeps names in capitals' }, ...made],
          seed,
          realCore,
          'keeps names in capitals',
        ),
      }).toMatchObject({ seed, violation: null });
    }
  });

  it('goes the same way again with the same seed', () => {
    const once = scheduleOf(randomFrom(7));
    expect(scheduleOf(randomFrom(7))).toEqual(once);
    expect(runSchedule(once, 7)).toEqual(runSchedule(once, 7));
  });
});

describe('a core that is broken on purpose is caught when it would', () => {
  it.each(Object.entries(mutants))('%s', (_name, mutant) => {
    const found = findViolation(1, 4_000, { ...realCore, ...mutant });
    expect(found.violation).not.toBeNull();
    // and the schedule that is left after shrinking is short enough to read
    expect(found.commands.length).toBeLessThanOrEqual(16);
  });
});
