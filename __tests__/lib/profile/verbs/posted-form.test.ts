import { inEnglish } from '@/__tests__/support/in-english';
import fc from 'fast-check';
import { TOO_MANY_SAVES } from '@/lib/profile/words/failure-words';
import { formNames } from '@/lib/profile/model/form-names';
import { readPostedForm, saveOf, unsavedOf } from '@/lib/profile/verbs/posted-form';
import { parseSave } from '@/lib/profile/model/parse-save';
import type { Profile } from '@/lib/profile/model/profile';
import { fieldNames, type Patch } from '@/lib/profile/model/values';
import { fail, failForNow, failUncertain, ok } from '@/lib/result';

/** A form as a browser posts it: each field with what stands in it, and what the page showed there. */
function posted(values: Record<string, string>, shown: Record<string, string>, token = 'page'): FormData {
  const form = new FormData();
  form.set(formNames.userId, 'user_ann');
  form.set(formNames.token, token);
  for (const [name, value] of Object.entries(shown)) form.set(formNames.base(name as keyof Patch), value);
  for (const [name, value] of Object.entries(values)) form.set(name, value);
  return form;
}

const shown = { firstName: 'Ann', lastName: 'Lee', avatarColor: 'slate' };
const profile = { version: '1.a', source: 'checked', values: {} } as Profile;
/** The profile once a form is saved. */
const savedAs = (values: Partial<Profile['values']>): Profile => ({
  ...profile,
  values: { ...profile.values, ...values },
});

it('a posted form changes only the fields whose value is not the one that the page showed', () => {
  expect(readPostedForm(posted({ ...shown, firstName: 'Bea' }, shown))).toMatchObject({
    userId: 'user_ann',
    token: 'page',
    attempt: undefined,
    texts: { firstName: 'Bea' },
    bases: { firstName: 'Ann' },
  });
  expect(readPostedForm(posted(shown, shown)).texts).toEqual({});
});

it('a line break is no change in a posted form: an input leaves it out, a post makes CRLF of it', () => {
  expect(readPostedForm(posted({ firstName: 'AnnLee' }, { firstName: 'Ann\r\nLee' })).texts).toEqual({});
});

it('a posted form with nothing in it, or with files in the place of texts, is no change', () => {
  const form = new FormData();
  expect(readPostedForm(form)).toMatchObject({ userId: '', token: '', attempt: undefined, texts: {}, bases: {} });
  form.set('firstName', new File(['x'], 'x.txt'));
  expect(readPostedForm(form).texts).toEqual({});
});

it('a posted form has one id, however often it is posted, and another edit has another id', () => {
  const value = fc.string({ maxLength: 12 });
  const values = fc.record(Object.fromEntries(fieldNames.map((name) => [name, value])));
  fc.assert(
    fc.property(values, values, fc.uuid(), fc.uuid(), (one, other, token, another) => {
      const save = (form: FormData) => saveOf(readPostedForm(form));
      const id = save(posted(one, shown, token)).saveId;
      expect(save(posted(one, shown, token)).saveId).toBe(id);
      if (token !== another) expect(save(posted(one, shown, another)).saveId).not.toBe(id);
      const [a, b] = [
        readPostedForm(posted(one, shown, token)).texts,
        readPostedForm(posted(other, shown, token)).texts,
      ];
      if (JSON.stringify(a) !== JSON.stringify(b)) expect(save(posted(other, shown, token)).saveId).not.toBe(id);
    }),
  );
});

it('the save of a posted form passes the server’s own check', () => {
  const save = saveOf(readPostedForm(posted({ ...shown, firstName: 'Bea' }, shown)));
  expect(parseSave(save)).toMatchObject({
    ok: true,
    value: { saveId: save.saveId, patch: { firstName: 'Bea' }, base: { firstName: 'Ann' } },
  });
});

it('a posted form returns what is left unsaved, with all that was typed, or null', () => {
  const valid = readPostedForm(posted({ ...shown, lastName: 'Moon' }, shown));
  expect(unsavedOf(valid, ok(savedAs({ lastName: 'Moon' })))).toBeNull();
  const form = readPostedForm(posted({ ...shown, firstName: ' ', lastName: 'Moon' }, shown));
  expect(inEnglish(unsavedOf(form, fail('Look again.', { firstName: 'Empty.', unknown: 'x' })))).toMatchObject({
    message: 'Look again.',
    errors: { firstName: 'Empty.' },
    partly: false,
    save: { patch: { firstName: ' ', lastName: 'Moon' } },
  });
  expect(inEnglish(unsavedOf(form, failForNow('Later.')))).toMatchObject({
    message: 'Later.',
    errors: {},
    token: 'page',
    save: saveOf(form),
    attempt: 'retry',
  });
});

it('a posted form is not promised to be sent again: no script is there to do it', () => {
  const form = readPostedForm(posted({ ...shown, firstName: 'Bea' }, shown));
  expect(inEnglish(unsavedOf(form, failForNow(TOO_MANY_SAVES)))?.message).toBe(
    'Not saved yet: too many saves at once. Your edit is still here: press Save once more.',
  );
});

it('a partly refused posted form leaves only the refused fields, as a save of its own', () => {
  const form = readPostedForm(posted({ firstName: 'Bea', lastName: 'Moon', avatarColor: 'slate' }, shown));
  const left = unsavedOf(
    form,
    ok({
      ...savedAs({ firstName: 'Bea' }),
      refusedFields: { message: 'Your last name was not accepted.', errors: { lastName: 'Locked.' } },
    }),
  );
  expect(left).toMatchObject({
    partly: true,
    errors: { lastName: 'Locked.' },
    save: { patch: { lastName: 'Moon' }, base: { lastName: 'Lee' } },
  });
  expect(left?.save.patch).not.toHaveProperty('firstName');
  expect(left?.save.saveId).not.toBe(saveOf(form).saveId);
});

it('a form that is posted again says which attempt it is, under the same id', () => {
  const form = posted({ ...shown, firstName: 'Bea' }, shown);
  const first = saveOf(readPostedForm(form));
  for (const [failure, attempt] of [
    [failForNow('Later.'), 'retry'],
    [failUncertain('Perhaps.'), 'retry-unanswered'],
  ] as const) {
    expect(unsavedOf(readPostedForm(form), failure)?.attempt).toBe(attempt);
    form.set(formNames.attempt, attempt);
    expect(saveOf(readPostedForm(form))).toEqual({ ...first, attempt });
  }
});

it('a posted form that others saved over since is not called saved, and can be saved as another save', () => {
  const form = readPostedForm(posted({ ...shown, firstName: ' Bea ', lastName: 'Moon' }, shown));
  const left = unsavedOf(form, ok(savedAs({ firstName: 'Cid', lastName: 'Moon' })));
  expect(inEnglish(left)).toMatchObject({
    message: expect.stringContaining('has been changed since'),
    texts: { firstName: ' Bea ' },
  });
  expect(left?.save.patch).not.toHaveProperty('lastName');
  expect(left?.token).not.toBe('page');
  expect(left?.save.saveId).not.toBe(saveOf(form).saveId);
  expect(unsavedOf(form, ok(savedAs({ firstName: 'Bea', lastName: 'Moon' })))).toBeNull(); // as it is stored
});
