import { formReducer, initialState, type FormEvent, type FormState } from '@/components/profile/form/form-state';
import { changedFields, fieldView, newSave, unsentEdits } from '@/components/profile/form/form-view';
import { unsentPart, withSent, nothingSent } from '@/components/profile/form/sent-fields';
import { aProfile } from '@/__tests__/support/builders';
import type { Profile } from '@/lib/profile/model/profile';
import { readValues, type FieldName, type Patch } from '@/lib/profile/model/values';

const named = (name: string) => name as FieldName;
const [note, locked, shown, switching] = ['multilineInMirror', 'lockedText', 'shownToggle', 'toggleOn'].map(named) as [
  FieldName,
  FieldName,
  FieldName,
  FieldName,
];
const number = named('numberInPublic');
const profileWith = (values: Record<string, unknown>, over: Partial<Profile> = {}): Profile => ({
  ...aProfile(),
  values: { ...readValues({}), ...(values as Patch) },
  ...over,
});
const begin = (profile: Profile): FormState => initialState({ profile, isSaving: false, sending: [], unsaved: null });
const after = (state: FormState, ...events: FormEvent[]): FormState => events.reduce(formReducer, state);
const typed = (name: FieldName, text: string): FormEvent => ({ type: 'typed', name, text });
const found = (name: FieldName, text: string): FormEvent => ({
  type: 'found',
  drafts: { [name]: [{ text, base: '', at: 1 }] },
});

it('a field that is hidden stops no save, whatever stands in it, and is not sent', () => {
  const state = after(begin(profileWith({})), typed(shown, 'neither'), typed(switching, ''), typed(number, '7'));
  expect(unsentEdits(state)).toEqual({ patch: { [switching]: false, [number]: 7 }, errors: {} });
  const back = after(state, typed(switching, 'on'));
  expect(Object.keys(unsentEdits(back).errors)).toEqual([shown]); // kept, and there again
});

it('a draft in a field that was locked since is not shown as its value, and stops no save', () => {
  const state = after(begin(profileWith({ [locked]: 'Theirs' })), found(locked, 'Mine'), typed(number, '7'));
  expect(fieldView(state, locked).text).toBe('Theirs');
  expect(unsentEdits(state)).toEqual({ patch: { [number]: 7 }, errors: {} });
  expect(changedFields(state)).toEqual([number]);
});

it('a draft in a field that cannot be read now stops no save, and is there again once it can', () => {
  const unread = profileWith({}, { source: 'clerk', unknown: [note] });
  const state = after(begin(unread), found(note, 'Mine'), typed(number, '7'));
  expect(unsentEdits(state)).toEqual({ patch: { [number]: 7 }, errors: {} });
  const read = after(state, { type: 'arrived', profile: profileWith({}), isSaving: false, sending: [] });
  expect(unsentEdits(read).patch).toEqual({ [note]: 'Mine', [number]: 7 });
});

describe('a value that is not set is a value', () => {
  it('what another device sets meanwhile is said, and not typed over', () => {
    const state = after(
      begin(profileWith({ [number]: null })),
      typed(number, '1'),
      { type: 'arrived', profile: profileWith({ [number]: 9 }), isSaving: false, sending: [] },
      typed(number, '12'),
    );
    expect(fieldView(state, number).elsewhere).toBe(9);
    expect(newSave(state, { [number]: 12 }, 'one').base).toEqual({ [number]: null });
  });

  it('what is typed back while the clearing is on its way is a change', () => {
    const sending = [{ [number]: null }];
    const state = after(begin(profileWith({ [number]: 5 })), typed(number, '5'), {
      type: 'arrived',
      profile: profileWith({ [number]: null }),
      isSaving: true,
      sending,
    });
    expect(unsentEdits(state).patch).toEqual({ [number]: 5 });
  });

  it('a save over the clearing that is on its way is made over that', () => {
    const sent = withSent(nothingSent, { saveId: 'one', patch: { [number]: null } }, { [number]: 5 });
    const next = { saveId: 'two', patch: { [number]: 7 }, base: { [number]: 5 } };
    expect(unsentPart(next, sent)?.base).toEqual({ [number]: null });
  });
});
