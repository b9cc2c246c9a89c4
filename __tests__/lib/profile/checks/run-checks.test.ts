import fc from 'fast-check';
import { checks } from '@/lib/profile/checks';
import { CHECK_WITHIN_MS, type Check, type Checks } from '@/lib/profile/checks/check';
import { takeAllowance } from '@/lib/profile/checks/check-allowance';
import { runChecks } from '@/lib/profile/checks/run-checks';
import { fieldNames, fieldOf, type FieldName, type Patch } from '@/lib/profile/model/values';

const hang = () => new Promise<never>(() => undefined);
const rejecting =
  (error: Error): Check<never> =>
  () =>
    Promise.reject(error);
const asked = (list: Partial<Record<FieldName, Check<never>>>, patch: Patch) =>
  runChecks(list as Checks, patch, 'user_ann');

it('every field with a check says so in its entry, and every entry that says so has one', () => {
  expect(Object.keys(checks).sort()).toEqual(fieldNames.filter((name) => fieldOf(name).checked).sort());
});

it('a check gets the value, whose it is, and a signal, and its message is the field’s', async () => {
  const given: unknown[] = [];
  const firstName: Check<string> = async (value, { userId, signal }) => {
    given.push(value, userId, signal.aborted);
    return 'Not this one.';
  };
  expect(await asked({ firstName, lastName: async () => null }, { firstName: 'Ann', lastName: 'Lee' })).toEqual({
    messages: { firstName: 'Not this one.' },
    unanswered: [],
  });
  expect(given).toEqual(['Ann', 'user_ann', false]);
});

it('a check is not asked about a field that a patch leaves alone, or clears', async () => {
  const refuse = async () => 'no';
  expect(await asked({ firstName: refuse, lastName: refuse }, { lastName: '' })).toEqual({
    messages: {},
    unanswered: [],
  });
});

it('checks that throw or hang refuse nothing, are named, and end within one deadline for all', async () => {
  let signal: AbortSignal | undefined;
  const slow: Check<never> = (_value, context) => {
    signal = context.signal;
    return hang();
  };
  const broken: Check<never> = () => {
    throw new Error('at once');
  };
  const began = performance.now();
  const patch = { firstName: 'Ann', lastName: 'Lee', avatarColor: 'teal' };
  expect(await asked({ firstName: slow, lastName: broken, avatarColor: hang }, patch)).toEqual({
    messages: {},
    unanswered: [
      { name: 'lastName', why: 'failed', error: 'at once' },
      { name: 'firstName', why: 'too late' },
      { name: 'avatarColor', why: 'too late' },
    ],
  });
  expect(performance.now() - began).toBeLessThan(CHECK_WITHIN_MS * 1.8); // not one after the other
  expect(signal?.aborted).toBe(true);
});

it('whatever checks answer or throw, each field has a message, or a reason, or passes', async () => {
  const outcome = fc.oneof(
    fc.constant<Check<never>>(async () => null),
    fc.string({ minLength: 1 }).map(
      (message): Check<never> =>
        async () =>
          message,
    ),
    fc.anything().map((thrown) => rejecting(thrown as Error)),
  );
  const names = fieldNames.slice(0, 3);
  await fc.assert(
    fc.asyncProperty(fc.tuple(outcome, outcome, outcome), async (list) => {
      const patch = Object.fromEntries(names.map((name) => [name, 'x']));
      const { messages, unanswered } = await asked(
        Object.fromEntries(names.map((name, at) => [name, list[at]])),
        patch,
      );
      for (const [at, name] of names.entries()) {
        const said = await list[at]!('x' as never, { userId: '', signal: new AbortController().signal }).catch(() => 1);
        expect(messages[name]).toBe(typeof said === 'string' ? said : undefined);
        expect(unanswered.some((one) => one.name === name)).toBe(said === 1);
      }
    }),
  );
});

it('one person may ask a few times at once, then about twice a second, and others are not held back', () => {
  const at = 1_000_000;
  const times = (userId: string, now: number) => Array.from({ length: 8 }, () => takeAllowance(userId, now));
  expect(times('user_ann', at).filter(Boolean)).toHaveLength(4);
  expect(times('user_bea', at).filter(Boolean)).toHaveLength(4);
  expect(times('user_ann', at + 1_000).filter(Boolean)).toHaveLength(2);
  expect(times('user_ann', at + 60_000).filter(Boolean)).toHaveLength(4);
});
