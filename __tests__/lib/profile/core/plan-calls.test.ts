import type { ClerkAnswer, ClerkUser } from '@/lib/clerk/users';
import { MAX_SINGLE_FIELD_CALLS, nextCall, type SentCall } from '@/lib/profile/core/plan-calls';
import { SPACING_MS, spacingAfter } from '@/lib/profile/core/schedule';
import type { Patch } from '@/lib/profile/model/values';

const user: ClerkUser = {
  id: 'user_1',
  firstName: null,
  lastName: null,
  username: null,
  publicMetadata: {},
  privateMetadata: {},
  unsafeMetadata: {},
  updatedAt: 0,
};
const taken: ClerkAnswer = { ok: true, value: user };
const refused = (param: string | null, status = 422): ClerkAnswer => ({
  ok: false,
  failure: { kind: 'refused', status, code: 'x', message: 'no', param, traceId: null },
});
const late: ClerkAnswer = {
  ok: false,
  failure: { kind: 'transient', message: 'late', unknown: true, retryAfterMs: null },
};
const limited: ClerkAnswer = {
  ok: false,
  failure: { kind: 'transient', message: 'limited', unknown: false, retryAfterMs: 60_000 },
};

const patch = { firstName: 'Bea', lastName: 'Moon', avatarColor: 'blue' } as const;
const names = { firstName: 'Bea', lastName: 'Moon' };
const colour = { avatarColor: 'blue' } as const;

/** Everything that a push sends while Clerk answers so. */
function sent(whole: Patch, answerTo: (part: Patch) => ClerkAnswer): Patch[] {
  const calls: SentCall[] = [];
  for (let part = nextCall(whole, calls); part; part = nextCall(whole, calls))
    calls.push({ patch: part, answer: answerTo(part) });
  return calls.map((call) => call.patch);
}
const answering = (toNames: ClerkAnswer) => (part: Patch) =>
  'firstName' in part && 'lastName' in part ? toNames : taken;

describe('nextCall', () => {
  it.each([
    ['a push sends one call for each endpoint if Clerk accepts both', taken, [names, colour]],
    [
      'a push sends the other call although the first is refused for a named field',
      refused('last_name'),
      [names, colour],
    ],
    ['a push sends the other call although the outcome of the first is unknown', late, [names, colour]],
    ['a push sends nothing more once Clerk limits the first call', limited, [names]],
    [
      'a push sends each field alone if Clerk does not say which field it refuses',
      refused(null),
      [names, colour, { firstName: 'Bea' }, { lastName: 'Moon' }],
    ],
    [
      'a push sends each field alone if Clerk names a field that we did not send',
      refused('username'),
      [names, colour, { firstName: 'Bea' }, { lastName: 'Moon' }],
    ],
    ['a push sends no field alone if Clerk has no such user', refused(null, 404), [names, colour]],
  ])('%s', (_what, toNames, expected) => expect(sent(patch, answering(toNames))).toEqual(expected));

  it('a push sends the next field alone although the outcome of the one before is unknown', () =>
    expect(sent(names, (part) => ('lastName' in part ? refused(null) : late))).toEqual([
      names,
      { firstName: 'Bea' },
      { lastName: 'Moon' },
    ]));

  it('a push sends no further field alone once Clerk limits one', () =>
    expect(sent(names, (part) => ('lastName' in part ? refused(null) : limited))).toEqual([
      names,
      { firstName: 'Bea' },
    ]));

  it('a push does not send a refused call of one field again', () =>
    expect(sent(colour, () => refused('public_metadata'))).toEqual([colour]));

  it('a push sends only so many fields alone, and leaves the others to the next push', () => {
    const whole = [names, colour].map((part) => ({ patch: part, answer: part === names ? refused(null) : taken }));
    const one = { patch: { firstName: 'Bea' }, answer: taken };
    expect(nextCall(patch, whole, 1)).toEqual({ firstName: 'Bea' });
    expect(nextCall(patch, [...whole, one], 1)).toBeNull();
  });

  it('a push sends no more than Clerk’s limit of ten updates in 10 s, together with the next push', () => {
    expect([1, 2].map(spacingAfter)).toEqual([SPACING_MS, SPACING_MS]);
    expect(2 + MAX_SINGLE_FIELD_CALLS).toBeLessThanOrEqual(10);
    expect(spacingAfter(2 + MAX_SINGLE_FIELD_CALLS)).toBeGreaterThanOrEqual(10_000);
  });
});
