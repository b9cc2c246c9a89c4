import fc from 'fast-check';
import type { FaultSettings } from '@/local/clerk/start';
import { INSTANCES } from './instances';

/**
 * One act of a user's devices, processes or webhooks. `push`: under the lease that the save takes. `kill` is the point
 * of the work at which its process dies, null if it does not; `isAnswered` is false if the device loses the answer.
 */
export type Act =
  | { do: 'save'; fields: number; kill: number | null; isAnswered: boolean; push: boolean }
  | { do: 'retry'; pick: number }
  | { do: 'reconcile' | 'read' | 'audit'; kill: number | null }
  | { do: 'edit'; fields: number }
  | { do: 'webhook'; pick: number; keep: boolean; kill: number | null }
  | { do: 'lose webhook'; pick: number }
  /** time passes: what waits is due, and leases run out, also those whose holder is still at work */
  | { do: 'later' };

/** A fault, or the end of one, that concerns every user. */
export type Weather = { do: 'clerk'; faults: Partial<FaultSettings> } | { do: 'postgres'; up: boolean };

/**
 * Acts that begin together: each user's own run one after the other. With `join` all running acts end before the next
 * round, else the two overlap.
 */
export interface Round {
  weather: Weather | null;
  acts: Act[][];
  /** for each user, the instance of the app that does the acts */
  on: number[];
  join: boolean;
}

const kill = fc.option(fc.nat(16), { freq: 3, nil: null });
const fields = fc.integer({ min: 1, max: 7 });
const pick = fc.nat(7);

const act: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('save' as const),
      fields,
      kill,
      isAnswered: fc.oneof({ weight: 4, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) }),
      push: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('retry' as const), pick }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('reconcile' as const), kill }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('read' as const, 'audit' as const), kill }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('edit' as const), fields }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('webhook' as const), pick, keep: fc.boolean(), kill }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('lose webhook' as const), pick }) },
  { weight: 2, arbitrary: fc.constant({ do: 'later' as const }) },
);

const well: Partial<FaultSettings> = {
  status: null,
  statusAt: '',
  loseAnswer: false,
  applyLateMs: null,
  refuseFields: [],
  refuseUnnamed: false,
  slowMs: 0,
  down: false,
};
const weather: fc.Arbitrary<Weather> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .constantFrom<Partial<FaultSettings>>(
        {},
        {},
        { status: 503 },
        { status: 429, retryAfter: 1 },
        { status: 429, retryAfter: 1, statusAt: '/metadata' },
        { loseAnswer: true },
        { loseAnswer: true, applyLateMs: 15 },
        { slowMs: 15 },
        { down: true },
        { refuseFields: ['last_name'] },
        { refuseFields: ['last_name'], refuseUnnamed: true },
      )
      .map((faults) => ({ do: 'clerk' as const, faults: { ...well, ...faults } })),
  },
  { weight: 2, arbitrary: fc.boolean().map((up) => ({ do: 'postgres' as const, up })) },
);

/** Generates schedules for so many users, who share Clerk, Postgres and their faults. */
export const rounds = (users: number): fc.Arbitrary<Round[]> =>
  fc.array(
    fc.record({
      weather: fc.option(weather, { freq: 2, nil: null }),
      acts: fc.array(fc.array(act, { maxLength: 4, size: 'max' }), { minLength: users, maxLength: users }),
      on: fc.array(fc.nat(INSTANCES - 1), { minLength: users, maxLength: users }),
      join: fc.boolean(),
    }),
    { minLength: 2, maxLength: 9, size: 'max' },
  );
