import { inEnglish } from '@/__tests__/support/in-english';
import { randomUUID } from 'node:crypto';
import { saveDirectly } from '@/lib/profile/direct/save-directly';
import type { Patch } from '@/lib/profile/model/values';
import type { FaultSettings } from '@/local/clerk/start';
import { startWorld, type World } from '../../../support/world';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterEach(() => world.clearFaults());
afterAll(() => world.stop());

const ONLY_PART = /^Only part of this is saved/;
const NOT_CERTAIN = /^It is not certain that this is saved/;
const NOT_SAVED = /^Not saved/;
const name: Patch = { firstName: 'Bea' };
const names: Patch = { firstName: 'Bea', lastName: 'Moon' };
const colour: Patch = { avatarColor: 'teal' };
/** Clerk takes the names; the metadata with the log entry it does not take, or perhaps takes. */
const notTaken: Partial<FaultSettings> = { status: 429, statusAt: '/metadata' };
const perhaps: Partial<FaultSettings> = { status: 503, statusAt: '/metadata' };
const noLastNames: Partial<FaultSettings> = { refuseFields: ['last_name'] };
const refusedUnnamed: Partial<FaultSettings> = { refuseFields: ['last_name'], refuseUnnamed: true };
const noLogEntry: Partial<FaultSettings> = { refuseFields: ['private_metadata.perdure'], refuseUnnamed: true };

it.each<[string, Patch, Partial<FaultSettings>, RegExp]>([
  ['a name, and not its log entry', name, notTaken, NOT_CERTAIN],
  ['a name, and perhaps its log entry', name, perhaps, NOT_CERTAIN],
  ['both names, and not their log entry', names, notTaken, NOT_CERTAIN],
  ['a name, and not the colour', { ...name, ...colour }, notTaken, ONLY_PART],
  ['a name, and perhaps the colour', { ...name, ...colour }, perhaps, NOT_CERTAIN],
  ['one name of two, and not its log entry', names, { ...notTaken, ...noLastNames }, NOT_CERTAIN],
  ['one name of two, and not the colour', { ...names, ...colour }, { ...notTaken, ...noLastNames }, ONLY_PART],
  [
    'one name of two, sent alone, and not the colour',
    { ...names, ...colour },
    { ...notTaken, ...refusedUnnamed },
    ONLY_PART,
  ],
  ['a name and a colour, and refused their log entry', { ...name, ...colour }, noLogEntry, NOT_CERTAIN],
  ['nothing: it answered 429 to the colour', colour, notTaken, NOT_SAVED],
  ['nothing, or the colour', colour, perhaps, NOT_CERTAIN],
  ['nothing: it answered 429 to the names', { ...name, ...colour }, { status: 429, statusAt: '' }, NOT_SAVED],
])('a direct save says what is true of it if Clerk took %s', async (_what, patch, faults, words) => {
  const userId = await world.known();
  world.clerk.faults.set(faults);
  const saved = await saveDirectly(userId, { saveId: randomUUID(), patch });
  expect(inEnglish(saved)).toEqual({
    ok: false,
    failure: { later: true, message: expect.stringMatching(words), cause: expect.stringMatching(/^Postgres/) },
  });
  expect(inEnglish(saved)).toMatchObject({ failure: { message: expect.stringMatching(/edit is still here\.$/) } });
});
