import Sequencer from '@jest/test-sequencer';

/** The files that take longest, the longest first: begun last, one of them would run alone at the end. */
const SLOWEST = [
  'journeys/generated-schedules',
  'core/simulation',
  'background/due-loop',
  'profile/profile-form',
  'journeys/postgres-hangs',
  'journeys/postgres-busy',
  'db/query-plans',
  'http/contract',
  'db/outages',
  'clerk/circuit',
  'journeys/save-and-push',
  'profile/profile-sync',
];
const rank = ({ path }) => {
  const found = SLOWEST.findIndex((name) => path.includes(`/${name}.test.`));
  return found === -1 ? SLOWEST.length : found;
};

/** Runs the slowest files first, and the others as Jest would. */
export default class SlowestFirst extends Sequencer {
  async sort(tests) {
    return [...(await super.sort(tests))].sort((a, b) => rank(a) - rank(b));
  }
}
