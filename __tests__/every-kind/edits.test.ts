import { inEnglish } from '@/__tests__/support/in-english';
import fc from 'fast-check';
import { formReducer, initialState, type FormState } from '@/components/profile/form/form-state';
import { changedFields, fieldView, newSave, unsentEdits } from '@/components/profile/form/form-view';
import { aProfile } from '@/__tests__/support/builders';
import { parseDrafts } from '@/lib/profile/model/drafts/drafts';
import { formNames } from '@/lib/profile/model/form-names';
import { parseSave } from '@/lib/profile/model/parse-save';
import { isSameValue } from '@/lib/profile/model/value';
import {
  fieldNames,
  fieldOf,
  fromText,
  isValid,
  readValues,
  toText,
  type FieldName,
  type Patch,
} from '@/lib/profile/model/values';
import { readPostedForm, saveOf } from '@/lib/profile/verbs/posted-form';
import { anyPatchOf, anyText, anyValue, distinctValues, unlocked, validOf } from './support/any-field';

const id = '1f0e4a52-2d0c-4f6e-9b7e-0d6d5f1b0c01';
const formOver = (values: Patch): FormState =>
  initialState({
    profile: aProfile({ values: { ...readValues({}), ...values } }),
    isSaving: false,
    sending: [],
    unsaved: null,
  });
const typed = (state: FormState, name: FieldName, text: string) => formReducer(state, { type: 'typed', name, text });

it('what is typed is sent as it will be stored, and nothing where it says what is stored already', () => {
  fc.assert(
    fc.property(fc.constantFrom(...unlocked), fc.gen(), (name, gen) => {
      const [saved, text] = [gen(anyValue, name), gen(anyText, name)];
      const { patch, errors } = unsentEdits(typed(formOver({ [name]: saved }), name, text));
      const value = fromText(name, text);
      if (text === toText(name, saved) || isSameValue(value, saved))
        expect({ patch, errors }).toEqual({ patch: {}, errors: {} });
      else if (isValid(name, value) && !errors[name]) {
        expect(patch).toEqual({ [name]: value });
        expect(parseSave(newSave(formOver({ [name]: saved }), patch, id))).toMatchObject({
          ok: true,
          value: { patch },
        });
      } else
        expect(inEnglish({ patch, errors })).toEqual({ patch: {}, errors: { [name]: expect.stringMatching(/\.$/) } });
    }),
  );
});

it('a broken value that nobody touched is shown as what it is, and is not sent with another field', () => {
  fc.assert(
    fc.property(anyPatchOf(fieldNames, anyValue), fc.constantFrom(...unlocked), fc.gen(), (values, other, gen) => {
      const shown = formOver(values);
      const state = typed(shown, other, gen(anyText, other));
      expect(Object.keys(unsentEdits(state).patch).filter((name) => name !== other)).toEqual([]);
      for (const name of Object.keys(values) as FieldName[]) {
        const { text, complaint } = fieldView(shown, name);
        expect(text).toBe(toText(name, values[name]!));
        const isFine = isValid(name, values[name]!) || isSameValue(values[name], fieldOf(name).initial);
        expect(complaint === undefined).toBe(isFine);
      }
    }),
  );
});

it('an edit typed back ends where its field is left, and one over another device’s value says so', () => {
  fc.assert(
    fc.property(fc.constantFrom(...unlocked), fc.gen(), (name, gen) => {
      const [saved, elsewhere] = gen(distinctValues, name, 2);
      const text = gen(anyText, name);
      const state = typed(formOver({ [name]: saved! }), name, text);
      const back = formReducer(typed(state, name, toText(name, saved!)), { type: 'left', name });
      expect(changedFields(back)).toEqual([]);
      expect(back.edits).toEqual({});
      const { profile } = formOver({ [name]: elsewhere! });
      const after = formReducer(state, { type: 'arrived', profile, isSaving: false, sending: [] });
      const isTheirs = !after.edits[name] || isSameValue(fromText(name, text), elsewhere);
      expect(fieldView(after, name).elsewhere).toEqual(isTheirs ? undefined : elsewhere);
    }),
  );
});

it('a draft of any text over any value is read back as it was kept', () => {
  fc.assert(
    fc.property(fc.constantFrom(...fieldNames), fc.gen(), (name, gen) => {
      const draft = { text: gen(anyText, name), base: gen(anyValue, name), at: 5 };
      expect(parseDrafts(JSON.stringify([draft]), 6)).toEqual([draft]);
    }),
  );
});

/** The form as a browser without a script posts it: CRLF in lines, an entry for each choice, none where unchecked. */
function posted(shown: Patch, texts: Partial<Record<FieldName, string>>): FormData {
  const form = new FormData();
  form.set(formNames.token, 'page');
  for (const name of Object.keys(shown) as FieldName[]) {
    const before = toText(name, shown[name]!);
    form.set(formNames.base(name), before.replaceAll('\n', '\r\n'));
    const text = texts[name] ?? before;
    const { kind } = fieldOf(name).control;
    if (kind === 'choices')
      text
        .split('\n')
        .filter(Boolean)
        .forEach((one) => form.append(name, one));
    else if (kind !== 'toggle' || text !== '') form.set(name, text.replaceAll('\n', '\r\n'));
  }
  return form;
}

it('a form that is posted as it was shown changes nothing, whatever the values are', () => {
  fc.assert(
    fc.property(anyPatchOf(fieldNames, anyValue), (values) => {
      expect(readPostedForm(posted(values, {})).texts).toEqual({});
    }),
  );
});

it('a posted form saves what was changed in it, under one id however often it is posted', () => {
  fc.assert(
    fc.property(fc.constantFrom(...unlocked), anyPatchOf(fieldNames, anyValue), fc.gen(), (name, others, gen) => {
      const [before, after] = [gen(anyValue, name), gen(validOf, name)];
      const shown = { ...others, [name]: before };
      const form = posted(shown, { [name]: toText(name, after) });
      const save = saveOf(readPostedForm(form));
      const isSame = toText(name, before) === toText(name, after);
      expect(save.patch).toEqual(isSame ? {} : { [name]: after });
      expect(saveOf(readPostedForm(posted(shown, { [name]: toText(name, after) }))).saveId).toBe(save.saveId);
    }),
  );
});

it('a save that a browser or a queue kept as JSON is read as it was, and a locked field is in none', () => {
  fc.assert(
    fc.property(anyPatchOf(unlocked), (patch) => {
      const save = JSON.parse(JSON.stringify({ saveId: id, patch, base: patch })) as unknown;
      expect(parseSave(save)).toEqual({ ok: true, value: { saveId: id, patch, base: patch } });
    }),
  );
  for (const name of fieldNames.filter((one) => !unlocked.includes(one)))
    expect(inEnglish(parseSave({ saveId: id, patch: { [name]: fieldOf(name).initial } }))).toMatchObject({
      ok: false,
      failure: { errors: { [name]: fieldOf(name).locked } },
    });
});
