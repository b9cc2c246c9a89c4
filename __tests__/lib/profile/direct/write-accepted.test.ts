import type { ClerkAnswer, ClerkUser } from '@/lib/clerk/users';
import type { Patch } from '@/lib/profile/model/values';
import { writeAccepted } from '@/lib/profile/direct/write-accepted';

const user: ClerkUser = {
  id: 'user_1',
  firstName: null,
  lastName: null,
  publicMetadata: {},
  privateMetadata: {},
  updatedAt: 0,
};
const taken: ClerkAnswer = { ok: true, value: user };
const refused = (param: string | null = null): ClerkAnswer => ({
  ok: false,
  failure: { kind: 'refused', status: 422, code: 'x', message: 'No.', param, traceId: null },
});
const late: ClerkAnswer = {
  ok: false,
  failure: { kind: 'transient', message: 'late', unknown: true, retryAfterMs: null },
};
const names = { firstName: 'Bea', lastName: 'Moon' };

/** Writes names to a Clerk that answers so; `written` are all the patches it got. */
async function write(answerTo: (patch: Patch) => ClerkAnswer, fields: Patch = names, evenNone = false) {
  const written: Patch[] = [];
  const one = async (patch: Patch) => {
    written.push(patch);
    return answerTo(patch);
  };
  return { written, ...(await writeAccepted(fields, { write: one, writeAlone: one, evenNone })) };
}

describe('writing what Clerk takes', () => {
  it('leaves out the field that Clerk names', async () =>
    expect(await write((patch) => ('lastName' in patch ? refused('last_name') : taken))).toMatchObject({
      failure: null,
      user,
      taken: { firstName: 'Bea' },
      turnedDown: { lastName: 'No.' },
      landed: { firstName: 'Bea' },
      uncertain: {},
    }));

  it('finds out which field Clerk does not name', async () => {
    const done = await write((patch) => ('lastName' in patch ? refused() : taken));
    expect(done).toMatchObject({ failure: null, taken: { firstName: 'Bea' }, turnedDown: { lastName: 'No.' } });
    expect(done.written).toEqual([names, { firstName: 'Bea' }, { lastName: 'Moon' }, { firstName: 'Bea' }]);
  });

  it('ends with nothing where Clerk turns all down, and blames no fault for it', async () =>
    expect(await write(() => refused())).toMatchObject({
      failure: null,
      user: null,
      taken: {},
      turnedDown: { firstName: 'No.', lastName: 'No.' },
      landed: {},
      uncertain: {},
    }));

  it('ends with the refusal where Clerk takes each alone, and not both', async () =>
    expect(await write((patch) => (patch === names ? refused() : taken))).toMatchObject({
      failure: { kind: 'refused' },
      taken: names,
      turnedDown: {},
      landed: names,
      uncertain: {},
    }));

  it('ends with the refusal of what goes with the fields', async () =>
    expect(await write(() => refused('private_metadata'), {}, true)).toMatchObject({
      failure: { kind: 'refused' },
      landed: {},
      uncertain: {},
    }));

  it.each([
    ['at once', (patch: Patch) => (patch === names ? late : taken), {}, names],
    [
      'while it finds out which field is refused',
      (patch: Patch) => (patch === names ? refused() : 'lastName' in patch ? late : taken),
      { firstName: 'Bea' },
      { lastName: 'Moon' },
    ],
  ])('ends with a failure that is none of the fields’ %s', async (_when, answerTo, landed, uncertain) => {
    const done = await write(answerTo);
    expect(done).toMatchObject({ failure: { kind: 'transient' }, turnedDown: {} });
    expect([done.landed, done.uncertain]).toEqual([landed, uncertain]);
  });

  it('writes nothing where there is nothing to write, unless that says something', async () => {
    expect((await write(() => taken, {})).written).toEqual([]);
    expect((await write(() => taken, {}, true)).written).toEqual([{}]);
  });
});
