import { asText } from '@/lib/profile/model/value';
import fc from 'fast-check';
import { formReducer, initialState, type FormEvent, type FormState } from '@/components/profile/form/form-state';
import {
  basesShown,
  changedFields,
  fieldView,
  newSave,
  sameOrNewSave,
  unsentEdits,
  valuesShown,
} from '@/components/profile/form/form-view';
import { nothingSent, unsentPart, withoutFailed, withSent } from '@/components/profile/form/sent-fields';
import type { Profile, Save } from '@/lib/profile/model/profile';
import { fieldNames, readValues, toText, type Patch, type Texts } from '@/lib/profile/model/values';
import { english } from '@/__tests__/support/texts/in-english';
import { aProfile } from '@/__tests__/support/builders';

const named = (firstName: string, over: Parameters<typeof aProfile>[0] = {}): Profile =>
  aProfile({ ...over, values: { firstName } });
const idle = { isSaving: false, sending: [] as Patch[] };
const begin = (profile = aProfile()): FormState => initialState({ profile, ...idle, unsaved: null });
const after = (state: FormState, ...events: FormEvent[]): FormState => events.reduce(formReducer, state);
const typed = (text: string): FormEvent => ({ type: 'typed', name: 'firstName', text });
const arrived = (profile: Profile, over: Partial<typeof idle> = {}): FormEvent => ({
  type: 'arrived',
  profile,
  ...idle,
  ...over,
});
const aSave = (patch: Patch): Save => ({ saveId: 'one', patch, base: aProfile().values });
const failed = (patch: Patch, optimistic?: Profile): FormEvent => ({
  type: 'failed',
  messages: {},
  failure: { save: aSave(patch), partly: false, message: 'Not saved.', remedy: 'retry', optimistic },
});

describe('an edit', () => {
  it('an edit keeps the value it was first made over, and is drawn over every other saved value', () => {
    const state = after(begin(), typed('Anni'), arrived(named('Bea')), typed('Annika'));
    expect(valuesShown(state).firstName).toBe('Annika');
    expect(basesShown(state).firstName).toBe('Ann');
    expect(fieldView(state, 'firstName').elsewhere).toBe('Bea');
  });

  it('an edit ends where another device saved just that value, whatever it is changed to after', () => {
    const state = after(begin(), typed('Bea'), arrived(named('Bea')), arrived(named('Cid')));
    expect(valuesShown(state).firstName).toBe('Cid');
    expect(changedFields(state)).toEqual([]);
  });

  it('an edit that was typed back ends when its field is left, but not while a save is on its way', () => {
    const back = after(begin(), typed('Bea'), typed('Ann'));
    expect(after(back, { type: 'left', name: 'firstName' }).edits).toEqual({});
    const saving = after(back, arrived(aProfile(), { isSaving: true }), { type: 'left', name: 'firstName' });
    expect(saving.edits).toHaveProperty('firstName');
  });

  it('an edit that breaks its field’s rule has a message once the field is left, until it is typed in', () => {
    const left = after(begin(), typed(' '), { type: 'left', name: 'firstName' });
    expect(english.say(fieldView(left, 'firstName').error ?? '')).toMatch(/can’t be empty/);
    expect(fieldView(after(left, typed('B')), 'firstName').error).toBeUndefined();
  });

  it('an edit typed before the kept ones are found is not overwritten by them', () => {
    const firstName = { text: 'Kept', base: 'Ann', at: 1 };
    const lastName = { text: 'Kept', base: 'Lindqvist', at: 1 };
    const state = after(begin(), typed('Bea'), {
      type: 'found',
      drafts: { firstName: [firstName], lastName: [lastName] },
    });
    expect(valuesShown(state)).toMatchObject({ firstName: 'Bea', lastName: 'Kept' });
    expect(fieldView(state, 'firstName').offered).toEqual({ ...firstName, offered: true });
  });

  it('an edit that is on its way is no change any more, and neither is one typed back to the sent value', () => {
    const sending = arrived(named('Bea'), { isSaving: true, sending: [{ firstName: 'X' }, { firstName: 'Bea' }] });
    const state = after(begin(), typed('Bea'), sending);
    expect(changedFields(state)).toEqual([]);
    expect(changedFields(after(state, typed('Ann')))).toEqual(['firstName']);
  });
});

describe('the answer to a save', () => {
  const saved = (over: Partial<Extract<FormEvent, { type: 'saved' }>>): FormEvent => ({
    type: 'saved',
    save: aSave({ firstName: 'Bea' }),
    saved: named('Bea'),
    seen: {},
    nextId: 'two',
    ...over,
  });

  it('a saved edit ends, and what was typed meanwhile stays as an edit over it', () => {
    expect(after(begin(), typed('Bea '), saved({})).edits).toEqual({});
    expect(after(begin(), typed('Beatrix'), saved({})).edits).toEqual({
      firstName: { text: 'Beatrix', base: 'Bea' },
    });
  });

  it('fields that Clerk refused stay as typed, with a message, and are retried as a new save', () => {
    const patch: Patch = { firstName: 'Bea', lastName: 'Moon' };
    const refusedFields = { message: 'Your last name was not accepted.', errors: { lastName: 'Locked.' } };
    const save: Save = { ...aSave(patch), attempt: 'retry-unanswered' };
    const state = after(begin(), typed('Bea'), saved({ save, saved: { ...named('Bea'), refusedFields } }));
    expect(state.edits).toEqual({ lastName: { text: 'Moon', base: 'Lindqvist' } });
    expect(state.messages).toEqual({ lastName: 'Locked.' });
    expect(state.failure).toMatchObject({ partly: true, remedy: 'edit', save: { saveId: 'two' } });
    expect(state.failure?.save).not.toHaveProperty('attempt');
    expect(state.failure?.save.patch).toEqual({ lastName: 'Moon' });
  });

  it('a value that a save replaced unseen shows only while that save stands and its field is not edited', () => {
    const state = after(begin(), saved({ saved: { ...named('Bea'), overwrote: { firstName: 'Cid' } } }));
    expect(fieldView(state, 'firstName').overwrote).toBeUndefined(); // the answer is not drawn yet
    const drawn = after(state, arrived(named('Bea')));
    expect(fieldView(drawn, 'firstName').overwrote).toBe('Cid');
    expect(fieldView(after(drawn, typed('B')), 'firstName').overwrote).toBeUndefined();
    expect(fieldView(after(drawn, arrived(named('Dee'))), 'firstName').overwrote).toBeUndefined();
  });

  it('a value that this device had itself was not replaced unseen', () => {
    const overwrote = { firstName: 'Cid' };
    const event = saved({ saved: { ...named('Bea'), overwrote }, seen: { firstName: 'Cid' } });
    expect(fieldView(after(begin(), event, arrived(named('Bea'))), 'firstName').overwrote).toBeUndefined();
  });
});

describe('a failed save', () => {
  it('a failure ends where the profile shows its values all the same', () => {
    const state = after(begin(), typed('Bea'), failed({ firstName: 'Bea' }));
    expect(state.failure).not.toBeNull();
    expect(after(state, arrived(named('Bea'))).failure).toBeNull();
  });

  it('a failure stands while a save is on its way, and where the profile is only what it had shown itself', () => {
    const optimistic = named('Bea');
    const state = after(begin(), typed('Bea'), failed({ firstName: 'Bea' }, optimistic));
    expect(after(state, arrived(optimistic)).failure).not.toBeNull();
    expect(after(state, arrived(named('Bea'), { isSaving: true })).failure).not.toBeNull();
  });

  it('a failure stands where Clerk refused its value', () => {
    const state = after(begin(), typed('Bea'), failed({ firstName: 'Bea' }));
    expect(after(state, arrived(named('Bea', { refused: { firstName: { inClerk: 'Ann' } } }))).failure).not.toBeNull();
  });

  it('the same patch after a failure is the same save, and another patch is a new one', () => {
    const state = after(begin(), typed('Bea'), failed({ firstName: 'Bea' }));
    expect(sameOrNewSave(state, unsentEdits(state).patch, 'two').saveId).toBe('one');
    expect(sameOrNewSave(state, { firstName: 'Cid' }, 'two').saveId).toBe('two');
    expect(newSave(state, { firstName: 'Bea' }, 'two')).toEqual({
      saveId: 'two',
      patch: { firstName: 'Bea' },
      base: { firstName: 'Ann' },
    });
  });

  it('a form that came back unsaved begins with its edits, its messages and what to do', () => {
    const unsaved = {
      userId: 'u',
      form: 'f',
      token: 't',
      texts: { firstName: ' ' },
      save: aSave({ firstName: ' ' }),
      message: 'Look.',
      partly: false,
    };
    const start = (errors: Texts) => initialState({ profile: aProfile(), ...idle, unsaved: { ...unsaved, errors } });
    expect(start({ firstName: 'Empty.' })).toMatchObject({
      edits: { firstName: { text: ' ', base: 'Ann' } },
      messages: { firstName: 'Empty.' },
      failure: { remedy: 'edit' },
    });
    expect(start({}).failure).toMatchObject({ remedy: 'retry', message: 'Look.' });
  });
});

describe('what is on its way', () => {
  it('a value that is on its way is not sent twice, and one edited meanwhile is made over it', () => {
    const first = aSave({ firstName: 'Bea', lastName: 'Moon' });
    const sent = withSent(nothingSent, first, first.base);
    expect(unsentPart(first, sent)).toBeNull();
    expect(unsentPart(aSave({ firstName: 'Bea', lastName: 'Sun' }), sent)).toMatchObject({
      patch: { lastName: 'Sun' },
      base: { lastName: 'Moon' },
    });
    expect(unsentPart(first, withoutFailed(sent, first.patch))).toMatchObject({ patch: first.patch });
  });

  it('the first saved values that the saves were made over are remembered', () => {
    const sent = withSent(nothingSent, aSave({ firstName: 'Bea' }), { firstName: 'Ann' });
    expect(withSent(sent, aSave({ firstName: 'Cid' }), { firstName: 'Bea' }).over).toEqual({ firstName: 'Ann' });
  });
});

describe('whatever happens', () => {
  const name = fc.constantFrom(...fieldNames);
  const value = fc.constantFrom('', ' ', 'Ann', 'Ann ', 'Bea', 'Cid', 'teal', 'slate');
  const patch = fc.dictionary(name, value, { minKeys: 1, maxKeys: 2 }) as fc.Arbitrary<Patch>;
  const profile = fc
    .record({ firstName: value, lastName: value, avatarColor: fc.constantFrom('teal', 'slate') })
    .map((values) => aProfile({ values: readValues({ ...aProfile().values, ...values }) }));
  const ground = fc.record({ profile, isSaving: fc.boolean(), sending: fc.array(patch, { maxLength: 2 }) });
  const event: fc.Arbitrary<FormEvent> = fc.oneof(
    { weight: 3, arbitrary: fc.record({ type: fc.constant('typed' as const), name, text: value }) },
    { weight: 3, arbitrary: ground.map((now) => ({ type: 'arrived' as const, ...now })) },
    fc.record({ type: fc.constantFrom('left' as const, 'dropped' as const), name }),
    patch.map((all) => ({ type: 'found' as const, drafts: draftsFrom(all) })),
    fc.constantFrom<FormEvent>(
      { type: 'reset' },
      { type: 'sent' },
      { type: 'invalid', messages: { firstName: 'No.' } },
    ),
    patch.map((all) => failed(all)),
    fc.record({ patch, saved: profile, seen: patch }).map(({ patch: all, saved, seen }) => ({
      type: 'saved' as const,
      save: aSave(all),
      saved,
      seen,
      nextId: 'next',
    })),
  );
  const draftsFrom = (all: Patch) =>
    Object.fromEntries(
      Object.entries(all).map(([field, text]) => [field, [{ text: asText(text), base: 'Ann', at: 1 }]]),
    );
  const run = fc.tuple(ground, fc.array(event, { maxLength: 12 }));
  const play = ([start, events]: [
    Omit<FormState, 'edits' | 'offered' | 'messages' | 'failure' | 'overwrote'>,
    FormEvent[],
  ]) => after(initialState({ ...start, unsaved: null }), ...events);
  const frozen = <T,>(object: T): T => {
    if (typeof object === 'object' && object !== null) Object.values(Object.freeze(object)).forEach(frozen);
    return object;
  };

  it('no refetch takes away what somebody types, unless it is saved just so', () => {
    fc.assert(
      fc.property(run, ground, (before, now) => {
        const state = play(before);
        const next = formReducer({ ...state, failure: null }, { type: 'arrived', ...now });
        for (const field of fieldNames) {
          const edit = state.edits[field];
          if (edit && edit.text !== toText(field, now.profile.values[field])) expect(next.edits[field]).toBe(edit);
          if (!edit) expect(valuesShown(next)[field]).toBe(now.profile.values[field]);
        }
      }),
    );
  });

  it('only changed fields are ever sent, each with the value as it will be stored', () => {
    fc.assert(
      fc.property(run, (steps) => {
        const state = play(steps);
        const { patch: sent, errors } = unsentEdits(state);
        expect([...Object.keys(sent), ...Object.keys(errors)].sort()).toEqual([...changedFields(state)].sort());
        for (const field of Object.keys(sent) as (keyof Patch)[]) expect(sent[field]).toBe(valuesShown(state)[field]);
      }),
    );
  });

  it('a reset shows the saved profile, with nothing to send and nothing to say', () => {
    fc.assert(
      fc.property(run, (steps) => {
        const state = formReducer(play(steps), { type: 'reset' });
        expect(valuesShown(state)).toEqual(state.profile.values);
        expect(unsentEdits(state)).toEqual({ patch: {}, errors: {} });
        expect(state).toMatchObject({ failure: null, messages: {} });
      }),
    );
  });

  it('no event changes a state in place', () => {
    fc.assert(fc.property(run, (steps) => void play(frozen(steps))));
    fc.assert(fc.property(run, event, (steps, next) => void formReducer(frozen(play(steps)), frozen(next))));
  });
});
