import { valuesOf } from '@/__tests__/support/values';
import type { ClerkFailure } from '@/lib/clerk/errors';
import type { ClerkUser } from '@/lib/clerk/users';
import { pendingFields, type Doubt, type Mirror } from '@/lib/profile/mirror';
import { backOffMs, nextPushAt } from '@/lib/profile/push-schedule';
import { callsOf, settlePush } from '@/lib/profile/settle-push';
import type { Values } from '@/lib/profile/values';
import fc from 'fast-check';

const now = 1_700_000_000_000;
const old = valuesOf({ firstName: 'Ann', lastName: 'Lee', avatarColor: 'teal' });
const edited = { firstName: 'Bea', lastName: 'Moon', avatarColor: 'blue' } as const;
const claim: Doubt = { patch: edited, at: now - 100 };
const mirror: Mirror = { values: valuesOf(edited), confirmed: old, revision: 1, clerkUpdatedAt: now - 5000, refused: {}, doubtful: [claim] };
const [names, colour] = callsOf(edited) as [Partial<Values>, Partial<Values>];

const user = (values: Partial<Values>, updatedAt = now): ClerkUser => {
  const { firstName, lastName, avatarColor } = { ...old, ...values };
  return { id: 'user_1', firstName, lastName, publicMetadata: { avatarColor }, updatedAt };
};
const ok = (patch: Partial<Values>, values: Partial<Values>) => ({ patch, answer: { ok: true as const, user: user(values) } });
const failed = (patch: Partial<Values>, failure: ClerkFailure) => ({ patch, answer: { ok: false as const, failure } });
const refused = (param: string | null): ClerkFailure => ({ kind: 'refused', status: 422, code: 'form_param_unknown', message: 'no', param, traceId: 't' });
const timeout: ClerkFailure = { kind: 'transient', message: 'late', unknown: true, retryAfterMs: null };

describe('a push', () => {
  it('sends names and metadata by a call each, names first', () => {
    expect(callsOf(edited)).toEqual([{ firstName: 'Bea', lastName: 'Moon' }, { avatarColor: 'blue' }]);
    expect(callsOf({ avatarColor: 'blue' })).toEqual([{ avatarColor: 'blue' }]);
  });

  it('that both calls confirm leaves nothing pending and no doubt', () => {
    const { mirror: after, retry } = settlePush(mirror, [ok(names, names), ok(colour, edited)], claim, now);
    expect(pendingFields(after)).toEqual([]);
    expect(after.doubtful).toEqual([]);
    expect(retry).toBeNull();
  });

  it('of which one call is lost confirms the other and keeps the doubt of the lost one only', () => {
    const { mirror: after, retry } = settlePush(mirror, [ok(names, names), failed(colour, timeout)], claim, now);
    expect(pendingFields(after)).toEqual(['avatarColor']);
    expect(after.doubtful).toEqual([{ patch: colour, at: claim.at }]);
    expect(retry).toBe(timeout);
  });

  it('refused for one field leaves the other fields of the call pending', () => {
    const { mirror: after } = settlePush(mirror, [failed(names, refused('last_name')), ok(colour, colour)], claim, now);
    expect(Object.keys(after.refused)).toEqual(['lastName']);
    expect(pendingFields(after)).toEqual(['firstName']);
  });

  it('refused without a field that is ours refuses the whole call', () => {
    const { mirror: after } = settlePush(mirror, [failed(names, refused(null)), ok(colour, colour)], claim, now);
    expect(Object.keys(after.refused)).toEqual(['firstName', 'lastName']);
    expect(pendingFields(after)).toEqual([]);
  });

  it('keeps a value typed while it was under way', () => {
    const typedOn = { ...mirror, values: valuesOf({ ...edited, firstName: 'Cid' }) };
    const { mirror: after } = settlePush(typedOn, [ok(names, names), ok(colour, edited)], claim, now);
    expect(after.values.firstName).toBe('Cid');
    expect(pendingFields(after)).toEqual(['firstName']);
  });

  it('takes over what others changed in Clerk meanwhile', () => {
    const onlyColour = { ...mirror, values: { ...old, avatarColor: 'blue' as const }, doubtful: [{ patch: colour, at: claim.at }] };
    const { mirror: after } = settlePush(onlyColour, [ok(colour, { ...colour, firstName: 'Zed' })], { patch: colour, at: claim.at }, now);
    expect(after.values).toEqual({ ...old, avatarColor: 'blue', firstName: 'Zed' });
  });
});

describe('the back-off', () => {
  it('stays between a quarter of a second and five minutes, and above Clerk’s own wish', () => {
    fc.assert(
      fc.property(fc.nat(100), fc.option(fc.nat(600_000)), fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (attempts, retryAfter, random) => {
        const wait = backOffMs(attempts, retryAfter, random);
        expect(wait).toBeGreaterThanOrEqual(Math.max(250, retryAfter ?? 0));
        expect(wait).toBeLessThanOrEqual(Math.max(300_000, retryAfter ?? 0));
      }),
    );
  });

  it('leaves the claim of a push under way alone', () => {
    const pushAt = new Date(now + 15_000);
    expect(nextPushAt({ pushToken: 'held', pushAt }, new Date(now))).toBe(pushAt);
    expect(nextPushAt({ pushToken: 'held', pushAt }, null)).toBe(pushAt);
    expect(nextPushAt({ pushToken: null, pushAt }, new Date(now))).toEqual(new Date(now));
  });
});
