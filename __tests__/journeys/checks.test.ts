import { inEnglish } from '@/__tests__/support/texts/in-english';
import '../support/fields/with-username';
import fc from 'fast-check';
import { randomUUID } from 'node:crypto';
import type { SignedInUserId } from '@/lib/clerk/session/session';
import { log } from '@/lib/log';
import { checks } from '@/lib/profile/checks';
import { CHECK_WITHIN_MS, type Check } from '@/lib/profile/checks/check';
import { usernameIsFree } from '@/lib/profile/checks/username-is-free';
import { formNames } from '@/lib/profile/model/form-names';
import { readPostedForm, saveOf, unsavedOf } from '@/lib/profile/verbs/posted-form';
import { fieldNames, fieldOf, type FieldName, type Patch } from '@/lib/profile/model/values';
import { TOO_MANY_SAVES } from '@/lib/profile/words/failure-words';
import { refusalInWords } from '@/lib/profile/words/refusal-words';
import { checkField } from '@/lib/profile/verbs/check-field';
import { getProfile } from '@/lib/profile/verbs/get-profile';
import { saveProfile } from '@/lib/profile/verbs/save-profile';
import { reconcile } from '@/lib/profile/reconcile/reconcile';
import { resetSingletons } from '@/lib/singleton';
import { until } from '../support/until';
import { startWorld, type World } from '../support/world';

const username = 'username' as FieldName;
const named = (name: string): Patch => ({ [username]: name });
const TAKEN = 'This user name is taken. Choose another.';
const NOT_SAVED = { message: 'Some fields need another look. Nothing was saved.' };
const refusedWith = (errors: object) => ({ ok: false, failure: { ...NOT_SAVED, errors } });

let world: World;
beforeAll(async () => {
  world = await startWorld({ settings: { usernames: true } });
});
beforeEach(() => useChecks({ [username]: usernameIsFree as Check<never> }));
afterEach(async () => {
  world.clearFaults();
  resetSingletons('check-allowance');
  jest.restoreAllMocks();
  await world.postgres.restore();
});
afterAll(() => world.stop());

/** Makes these the checks of the app. */
function useChecks(list: Partial<Record<FieldName, Check<never>>>): void {
  for (const name of fieldNames) delete checks[name];
  Object.assign(checks, list);
}
const refuse = (message: string) => async () => message;
const hang = () => new Promise<never>(() => undefined);
const history = (userId: string) => world.db().profileChange.count({ where: { userId } });
const held = async (userId: string) => (await world.row(userId)).values as Patch;

describe('a user name', () => {
  it('a user name that is free is saved, and pushed in small letters', async () => {
    const userId = await world.known();
    expect(await world.save(userId, named('ann_free'))).toMatchObject({ ok: true, value: { pending: [username] } });
    expect((await reconcile(userId)).outcome).toBe('confirmed');
    expect(world.clerk.getUser(userId)).toMatchObject({ username: 'ann_free' });
  });

  it('a save with a user name that is taken saves nothing, and says so under that field', async () => {
    await world.newUser({ username: 'bea_lee' });
    const userId = await world.known({ firstName: 'Ann' });
    expect(inEnglish(await world.save(userId, { ...named('bea_lee'), firstName: 'Bea' }))).toEqual(
      refusedWith({ username: TAKEN }),
    );
    expect(await held(userId)).toMatchObject({ firstName: 'Ann', username: '' });
    expect(await history(userId)).toBe(0);
  });

  it('one’s own user name counts as free', async () => {
    const userId = await world.known({ username: 'cid_own' });
    expect(await world.save(userId, named('cid_own'))).toMatchObject({ ok: true });
    expect(await checkField(userId, username, 'Cid_Own')).toEqual({ is: 'accepted' });
  });

  it('a user name that is taken between the check and the push is a refusal that is told in words', async () => {
    const userId = await world.known();
    expect(await world.save(userId, named('dee_race'))).toMatchObject({ ok: true });
    await world.newUser({ username: 'dee_race' });
    await reconcile(userId);
    const profile = await getProfile(userId);
    const refusal = profile.ok && profile.value.refused[username];
    expect(refusal).toMatchObject({ value: 'dee_race', inClerk: '', code: 'form_identifier_exists' });
    expect(inEnglish({ says: refusal && refusalInWords(username, refusal) })).toEqual({ says: TAKEN });
  });

  it('a user name that cannot be checked as Clerk is down is saved, waits, and is logged once', async () => {
    const userId = await world.known();
    world.clerk.faults.set({ down: true });
    const warn = jest.spyOn(log, 'warn');
    expect(await world.save(userId, named('eve_down'))).toMatchObject({ ok: true, value: { pending: [username] } });
    const lines = warn.mock.calls.filter(([, text]) => String(text).includes('check'));
    expect(lines).toEqual([
      [
        {
          userId,
          saveId: expect.any(String),
          unanswered: [{ name: username, why: 'failed', error: expect.stringContaining('transient') }],
        },
        expect.any(String),
      ],
    ]);
  });
});

describe('a check', () => {
  it('a check that hangs holds a save up for its deadline, and no longer', async () => {
    useChecks({ firstName: hang });
    const userId = await world.known();
    const began = performance.now();
    expect(await world.save(userId, { firstName: 'Bea' })).toMatchObject({ ok: true });
    expect(performance.now() - began).toBeGreaterThanOrEqual(CHECK_WITHIN_MS - 5);
  });

  it('a check that is waited for holds no other save of the same person back', async () => {
    let answer!: (message: string | null) => void;
    useChecks({ lastName: () => new Promise((resolve) => (answer = resolve)) });
    const userId = await world.known();
    const checked = world.save(userId, { lastName: 'Moe' });
    expect(await world.save(userId, { firstName: 'Bea' })).toMatchObject({ ok: true });
    answer(null);
    expect(await checked).toMatchObject({ ok: true, value: { values: { firstName: 'Bea', lastName: 'Moe' } } });
  });

  it('no more saves of one person are checked at once than may wait, and those of others go on', async () => {
    const answers: ((message: null) => void)[] = [];
    useChecks({ firstName: () => new Promise((resolve) => answers.push(resolve)) });
    const userId = await world.known();
    const saves = Array.from({ length: 12 }, (_, n) => world.save(userId, { firstName: `Bea${'abcdefghijkl'[n]}` }));
    const last = await Promise.all(saves.slice(9));
    for (const save of last)
      expect(save).toMatchObject({ ok: false, failure: { message: TOO_MANY_SAVES, later: true } });
    expect(answers).toHaveLength(9);
    const other = world.save(await world.known(), { firstName: 'Cid' });
    await until(() => answers.length === 10);
    for (const answer of answers) answer(null);
    expect(await other).toMatchObject({ ok: true });
    for (const save of await Promise.all(saves.slice(0, 9))) expect(save).toMatchObject({ ok: true });
    useChecks({});
    expect(await world.save(userId, { firstName: 'Dee' })).toMatchObject({ ok: true });
  });

  it('a save that was committed is not refused when it is sent again', async () => {
    const userId = await world.known();
    const save = { saveId: randomUUID(), patch: { firstName: 'Bea' } };
    expect(await saveProfile(userId, save)).toMatchObject({ ok: true });
    useChecks({ firstName: refuse('No.') });
    for (const attempt of ['first', 'retry', 'retry-unanswered'] as const)
      expect(await saveProfile(userId, { ...save, attempt })).toMatchObject({
        ok: true,
        value: { values: { firstName: 'Bea' } },
      });
    expect(inEnglish(await saveProfile(userId, { ...save, saveId: randomUUID() }))).toEqual(
      refusedWith({ firstName: 'No.' }),
    );
  });

  it('while Postgres is away a refused save writes nothing to Clerk, unless it is there already', async () => {
    const userId = await world.known({ firstName: 'Ann', lastName: 'Lee' });
    const save = { saveId: randomUUID(), patch: { firstName: 'Bea' } };
    await world.postgres.cut();
    expect(await saveProfile(userId, save)).toMatchObject({ ok: true, value: { source: 'clerk' } });
    useChecks({ firstName: refuse('No.') });
    const writes = () => world.clerk.requests().filter(({ method }) => method === 'PATCH').length;
    const before = writes();
    expect(await saveProfile(userId, { ...save, attempt: 'retry' })).toMatchObject({ ok: true });
    const next = { saveId: randomUUID(), patch: { firstName: 'Cid' } };
    expect(inEnglish(await saveProfile(userId, next))).toEqual(refusedWith({ firstName: 'No.' }));
    expect(await saveProfile(userId, { ...next, attempt: 'retry-unanswered' })).toMatchObject({
      ok: false,
      failure: { later: true }, // Postgres may have it
    });
    expect(writes()).toBe(before);
    expect(world.clerk.getUser(userId)?.first_name).toBe('Bea');
    await world.restorePostgres();
  });

  it('a refused retry is not called unsaved while Clerk cannot say whether it was saved directly', async () => {
    const userId = await world.known({ firstName: 'Ann' });
    const save = { saveId: randomUUID(), patch: { firstName: 'Bea' } };
    await world.postgres.cut();
    expect(await saveProfile(userId, save)).toMatchObject({ ok: true, value: { source: 'clerk' } });
    useChecks({ firstName: refuse('No.') });
    await world.restorePostgres();
    world.clerk.faults.set({ down: true });
    const retry = () => saveProfile(userId, { ...save, attempt: 'retry' });
    expect(await retry()).toMatchObject({ ok: false, failure: { later: true } });
    world.clearFaults();
    expect(await retry()).toMatchObject({ ok: true, value: { values: { firstName: 'Bea' } } });
  });

  it('a form posted without the script comes back with the message and what was typed', async () => {
    await world.newUser({ username: 'fay_form' });
    const userId = await world.known({ firstName: 'Ann' });
    const form = new FormData();
    form.set(formNames.userId, userId);
    form.set(formNames.token, randomUUID());
    for (const [name, shown, typed] of [
      ['firstName', 'Ann', 'Bea'],
      [username, '', ' Fay_Form '],
    ] as const) {
      form.set(formNames.base(name), shown);
      form.set(name, typed);
    }
    const posted = readPostedForm(form);
    expect(inEnglish(unsavedOf(posted, await saveProfile(userId, saveOf(posted))))).toMatchObject({
      ...NOT_SAVED,
      errors: { username: TAKEN },
      texts: { firstName: 'Bea', username: ' Fay_Form ' },
    });
    expect(await history(userId)).toBe(0);
  });

  it('whatever checks answer, throw or leave open, a save is committed whole or refused whole', async () => {
    const names = fieldNames.slice(0, 2);
    const outcome = fc.oneof(
      { weight: 6, arbitrary: fc.constant<Check<never>>(async () => null) },
      { weight: 4, arbitrary: fc.constantFrom('No.', 'Not this.').map((message): Check<never> => refuse(message)) },
      { weight: 3, arbitrary: fc.constant<Check<never>>(() => Promise.reject(new Error('broken'))) },
      { weight: 1, arbitrary: fc.constant<Check<never>>(hang) },
    );
    const userId = await world.known();
    let round = 0;
    await fc.assert(
      fc.asyncProperty(fc.tuple(outcome, outcome), fc.boolean(), async (list, isLate) => {
        useChecks(Object.fromEntries(names.map((name, at) => [name, list[at]])));
        round += 1;
        const patch: Patch = Object.fromEntries(names.map((name) => [name, `${name} ${round}`]));
        const [before, count] = [await held(userId), await history(userId)];
        const said = await Promise.all(
          list.map((check) => Promise.race([check('' as never, {} as never).catch(() => null), later(50)])),
        );
        const errors = Object.fromEntries(names.flatMap((name, at) => (said[at] ? [[name, said[at]]] : [])));
        const save = { saveId: randomUUID(), patch, ...(isLate && { attempt: 'retry' as const }) };
        const saved = await saveProfile(userId, save);
        if (Object.keys(errors).length > 0) {
          expect(inEnglish(saved)).toEqual(refusedWith(errors));
          expect([await held(userId), await history(userId)]).toEqual([before, count]);
        } else {
          expect(saved).toMatchObject({ ok: true, value: { values: patch } });
          expect([await held(userId), await history(userId)]).toEqual([{ ...before, ...patch }, count + 1]);
        }
      }),
      { numRuns: 40 },
    );
  });
});

describe('while somebody types', () => {
  const ask = (userId: SignedInUserId, text: string) => checkField(userId, username, text);

  it('a user name is free, taken, or not known, and nothing is saved', async () => {
    await world.newUser({ username: 'gil_typed' });
    const userId = await world.known();
    expect(await ask(userId, 'Gil_Free')).toEqual({ is: 'accepted' });
    expect(inEnglish(await ask(userId, ' GIL_typed'))).toEqual({ is: 'refused', message: TAKEN });
    world.clerk.faults.set({ status: 503 });
    expect(await ask(userId, 'gil_free')).toEqual({ is: 'unknown' });
    expect(await history(userId)).toBe(0);
  });

  it('nothing is asked of a text that breaks the rule, of none, and of a field without a check', async () => {
    const userId = await world.known();
    const before = world.clerk.requests().length;
    for (const text of ['ab', 'a b c d', '', ' ']) expect(await ask(userId, text)).toEqual({ is: 'unknown' });
    expect(await checkField(userId, 'firstName', 'Bea')).toEqual({ is: 'unknown' });
    expect(world.clerk.requests()).toHaveLength(before);
  });

  it('nothing is asked about a field that is locked', async () => {
    const userId = await world.known();
    const field = fieldOf(username);
    field.locked = 'Managed by your company.';
    expect(await ask(userId, 'ida_locked')).toEqual({ is: 'unknown' });
    delete field.locked;
  });

  it('somebody who asks too often is not answered for a while', async () => {
    const userId = await world.known();
    const answers = await Promise.all(Array.from({ length: 8 }, (_, at) => ask(userId, `hal_fast${at}`)));
    expect(answers.filter((answer) => answer === null)).toHaveLength(4);
  });
});

const later = (ms: number): Promise<null> => new Promise((resolve) => setTimeout(() => resolve(null), ms));
