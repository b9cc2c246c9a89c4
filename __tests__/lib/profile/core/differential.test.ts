import { bothCores } from '../../../support/old-core/differential';
import { findViolation } from '../../../support/simulation/run';

const SCHEDULES = Number(process.env.PERDURE_SIMULATIONS ?? 4_000);

it(`named states decide as the columns did before, call by call in ${SCHEDULES} schedules`, () => {
  const core = bothCores();
  const found = findViolation(1, SCHEDULES, core);
  console.log(JSON.stringify(core.compared));
  expect(core.differences.slice(0, 2)).toEqual([]);
  expect(found).toMatchObject({ violation: null, runs: SCHEDULES });
}, 600_000);
