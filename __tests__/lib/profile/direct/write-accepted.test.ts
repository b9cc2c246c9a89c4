import { aClerkUser } from '@/__tests__/support/builders';
import type { ClerkAnswer } from '@/lib/clerk/users';
import type { Patch } from '@/lib/profile/model/values';
import { message } from '@/lib/texts/text';
import { writeAccepted } from '@/lib/profile/direct/write-accepted';

const user = aClerkUser();
const taken: ClerkAnswer = { ok: true, value: user };
const refused = (param: string | null = null): ClerkAnswer => ({
  ok: false,
  failure: { kind: 'refused', status: 422, code: 'x', message: 'No.', param, traceId: null },
});
const late: ClerkAnswer = {
  ok: false,
  failure: { kind: 'transient', message: 'late', unknown: true, retryAfterMs: null },
};
/** why the fields that Clerk refuses are not saved */
const NO = message('refusal.because', { reason: 'No.' });
const names = { firstName: 'Bea', lastName: 'Moon' };

/** Writes fields to a Clerk with these answers. `written` lists all the patches it got. */
async function write(answerTo: (patch: Patch) => ClerkAnswer, fields: Patch = names, evenIfEmpty = false) {
  const written: Patch[] = [];
  const one = async (patch: Patch) => {
    written.push(patch);
    return answerTo(patch);
  };
  return { written, ...(await writeAccepted(fields, { write: one, writeSingle: one, evenIfEmpty })) };
}

describe('writing what Clerk accepts', () => {
  it('a direct write leaves out the field that Clerk refuses by name', async () =>
    expect(await write((patch) => ('lastName' in patch ? refused('last_name') : taken))).toMatchObject({
      failure: null,
      user,
      accepted: { firstName: 'Bea' },
      refused: { lastName: NO },
      landed: { firstName: 'Bea' },
      uncertain: {},
    }));

  it('a direct write finds a refused field that Clerk does not name by sending each field alone', async () => {
    const done = await write((patch) => ('lastName' in patch ? refused() : taken));
    expect(done).toMatchObject({
      failure: null,
      accepted: { firstName: 'Bea' },
      refused: { lastName: NO },
    });
    expect(done.written).toEqual([names, { firstName: 'Bea' }, { lastName: 'Moon' }, { firstName: 'Bea' }]);
  });

  it('a direct write of which Clerk refuses every field ends with nothing, and without a failure', async () =>
    expect(await write(() => refused())).toMatchObject({
      failure: null,
      user: null,
      accepted: {},
      refused: { firstName: NO, lastName: NO },
      landed: {},
      uncertain: {},
    }));

  it('a direct write ends with the refusal if Clerk accepts each field alone, but not both', async () =>
    expect(await write((patch) => (patch === names ? refused() : taken))).toMatchObject({
      failure: { kind: 'refused' },
      accepted: names,
      refused: {},
      landed: names,
      uncertain: {},
    }));

  it('a direct write ends with the refusal of what is sent beside the fields', async () =>
    expect(await write(() => refused('private_metadata'), {}, true)).toMatchObject({
      failure: { kind: 'refused' },
      landed: {},
      uncertain: {},
    }));

  it.each([
    ['at once', (patch: Patch) => (patch === names ? late : taken), {}, names],
    [
      'while it sends each field alone',
      (patch: Patch) => (patch === names ? refused() : 'lastName' in patch ? late : taken),
      { firstName: 'Bea' },
      { lastName: 'Moon' },
    ],
  ])('a direct write ends with a failure that is about no field, %s', async (_when, answerTo, landed, uncertain) => {
    const done = await write(answerTo);
    expect(done).toMatchObject({ failure: { kind: 'transient' }, refused: {} });
    expect([done.landed, done.uncertain]).toEqual([landed, uncertain]);
  });

  it('a direct write without fields is not sent, unless an empty one is asked for', async () => {
    expect((await write(() => taken, {})).written).toEqual([]);
    expect((await write(() => taken, {}, true)).written).toEqual([{}]);
  });
});
