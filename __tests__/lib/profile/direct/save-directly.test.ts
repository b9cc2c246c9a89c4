import { randomUUID } from 'node:crypto';
import { getProfile } from '@/lib/profile/verbs/get-profile';
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
/** Clerk takes the names, and the metadata with the stamp it does not take, or perhaps it does. */
const notTaken: Partial<FaultSettings> = { status: 429, statusAt: '/metadata' };
const perhaps: Partial<FaultSettings> = { status: 503, statusAt: '/metadata' };
const noLastNames: Partial<FaultSettings> = { refuseFields: ['last_name'] };
const refusedUnnamed: Partial<FaultSettings> = { refuseFields: ['last_name'], refuseUnnamed: true };
const noStamp: Partial<FaultSettings> = { refuseFields: ['private_metadata.perdure'], refuseUnnamed: true };

it.each<[string, Patch, Partial<FaultSettings>, RegExp]>([
  ['a name, and its stamp is not taken', name, notTaken, NOT_CERTAIN],
  ['a name, and its stamp perhaps', name, perhaps, NOT_CERTAIN],
  ['both names, and their stamp is not taken', names, notTaken, NOT_CERTAIN],
  ['a name, and the colour is not taken', { ...name, ...colour }, notTaken, ONLY_PART],
  ['a name, and the colour perhaps', { ...name, ...colour }, perhaps, NOT_CERTAIN],
  ['one name of two, and its stamp is not taken', names, { ...notTaken, ...noLastNames }, NOT_CERTAIN],
  ['one name of two, and the colour is not taken', { ...names, ...colour }, { ...notTaken, ...noLastNames }, ONLY_PART],
  [
    'one name of two that was tried alone, and the colour is not taken',
    { ...names, ...colour },
    { ...notTaken, ...refusedUnnamed },
    ONLY_PART,
  ],
  ['a name and a colour, and their stamp is refused', { ...name, ...colour }, noStamp, NOT_CERTAIN],
  ['nothing, since the colour is not taken', colour, notTaken, NOT_SAVED],
  ['nothing, or the colour', colour, perhaps, NOT_CERTAIN],
  ['nothing, since names are not taken', { ...name, ...colour }, { status: 429, statusAt: '' }, NOT_SAVED],
])('a save past Postgres of which Clerk has %s says what is true of it', async (_what, patch, faults, words) => {
  const userId = await world.newUser({ firstName: 'Ann', lastName: 'Lee' });
  await getProfile(userId);
  world.clerk.faults.set(faults);
  const saved = await saveDirectly(userId, { saveId: randomUUID(), patch });
  expect(saved).toEqual({ ok: false, failure: { later: true, message: expect.stringMatching(words) } });
  expect(saved).toMatchObject({ message: expect.stringMatching(/edit is still here\.$/) });
});
