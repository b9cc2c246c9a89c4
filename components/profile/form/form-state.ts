import {
  afterSave,
  editsOf,
  isChanged,
  isSavedIn,
  textsOf,
  without,
  withoutSaved,
  type Messages,
} from '@/lib/profile/model/edits';
import { afterDraftEvent, type DraftEvent, type Unsaved } from '@/lib/profile/model/drafts/drafts';
import type { UnsavedForm } from '@/lib/profile/model/form-names';
import type { Profile, Save, Saved } from '@/lib/profile/model/profile';
import type { Value } from '@/lib/profile/model/value';
import { messageOfText, omit, pick, type FieldName, type Patch } from '@/lib/profile/model/values';
import type { Failure } from './failed-save';
import { replacedUnseen, type Replaced } from './sent-fields';

/** What the form stands on: the saved profile, and the saves that are on their way. */
export interface Ground {
  profile: Profile;
  isSaving: boolean;
  /** the patches of the saves on their way, the oldest first */
  sending: readonly Patch[];
}

/** The state of the form: its ground, what was typed on top, and the outcome of the saves made here. */
export interface FormState extends Ground, Unsaved {
  /** the messages under the controls */
  messages: Messages;
  failure: Failure | null;
  /** the other device's `value` that a save from here replaced unseen; it counts while the saved value is `by` */
  overwrote: Replaced;
}

/** All that can happen to the form. `over`: the saved value that was typed over, if it is not the one saved now. */
export type FormEvent =
  | ({ type: 'arrived' } & Ground)
  | DraftEvent
  | { type: 'typed'; name: FieldName; text: string; over?: Value }
  | { type: 'left' | 'dropped'; name: FieldName }
  | { type: 'reset' }
  | { type: 'invalid'; messages: Messages }
  | { type: 'sent' }
  | SavedEvent
  | FailedEvent;

type FailedEvent = { type: 'failed'; failure: Failure; messages: Messages };

/** `seen`: saved values that this device had itself. `nextId`: the id under which what Clerk refused can be retried. */
type SavedEvent = { type: 'saved'; save: Save; saved: Saved; seen: Patch; nextId: string };

/** Returns the state in which the page begins, with what a form posted without the page's script left `unsaved`. */
export function initialState({ unsaved, ...ground }: Ground & { unsaved: UnsavedForm | null }): FormState {
  const begun = { ...ground, edits: {}, offered: null, messages: {}, failure: null, overwrote: {} };
  if (!unsaved) return begun;
  const { save, texts, message, errors, partly } = unsaved;
  return settled({
    ...begun,
    edits: editsOf(texts, { ...ground.profile.values, ...save.base }),
    messages: errors,
    failure: { save, message, partly, remedy: Object.keys(errors).length > 0 ? 'edit' : 'retry' },
  });
}

/** Returns the state after an event. Pure. */
export const formReducer = (state: FormState, event: FormEvent): FormState => settled(next(state, event));

function next(state: FormState, event: FormEvent): FormState {
  const { edits, messages, profile } = state;
  switch (event.type) {
    case 'arrived':
      return { ...state, profile: event.profile, isSaving: event.isSaving, sending: event.sending };
    case 'found':
    case 'draft used':
    case 'draft discarded':
      return { ...state, ...afterDraftEvent(state, event, profile.values) };
    case 'typed': {
      const { name, text, over = profile.values[name] } = event;
      const base = edits[name] ? edits[name].base : over;
      return { ...state, edits: { ...edits, [name]: { text, base } }, messages: without(messages, name) };
    }
    case 'left':
      return afterLeaving(state, event.name);
    case 'dropped':
      return { ...state, edits: without(edits, event.name), messages: without(messages, event.name) };
    case 'reset':
      return { ...state, edits: {}, messages: {}, failure: null };
    case 'invalid':
      return { ...state, messages: event.messages };
    case 'sent':
      return { ...state, messages: {}, failure: null };
    case 'saved':
      return afterSaving(state, event);
    case 'failed':
      return {
        ...state,
        failure: event.failure,
        messages: event.messages,
        edits: { ...complainedOf(event, profile), ...edits },
      };
    default:
      return event satisfies never;
  }
}

/** What a failed save carried of the fields that have a complaint: the form that it was made in may be gone. */
const complainedOf = ({ failure: { save }, messages }: FailedEvent, profile: Profile) =>
  editsOf(textsOf(pick(save.patch, Object.keys(messages))), { ...profile.values, ...save.base });

/** An edit that was typed back ends when its field is left; one that breaks the field's rule gets a message. */
function afterLeaving(state: FormState, name: FieldName): FormState {
  const { edits, messages, profile, isSaving } = state;
  const edit = edits[name];
  if (!edit) return state;
  if (!isChanged(name, edits, profile.values) && !isSaving) return { ...state, edits: without(edits, name) };
  const message = messageOfText(name, edit.text);
  return message ? { ...state, messages: { ...messages, [name]: message } } : state;
}

/** What Clerk refused of a save stays as it was typed; all else of it is no edit any more. */
function afterSaving(state: FormState, { save, saved, seen, nextId }: SavedEvent): FormState {
  const { values, overwrote = {}, refusedFields } = saved;
  const refused = pick(save.patch, Object.keys(refusedFields?.errors ?? {}));
  const after: FormState = {
    ...state,
    edits: {
      ...editsOf(textsOf(refused), values),
      ...afterSave(state.edits, omit(save.patch, Object.keys(refused)), values),
    },
    overwrote: { ...state.overwrote, ...replacedUnseen(save.patch, overwrote, seen) },
  };
  if (!refusedFields) return after;
  const { message, errors } = refusedFields;
  const rest: Save = { saveId: nextId, patch: refused, base: save.base };
  return { ...after, messages: errors, failure: { save: rest, partly: true, message, remedy: 'edit' } };
}

/** Ends what the saved profile proves to be done: a failure whose values are saved all the same, and edits likewise. */
function settled(state: FormState): FormState {
  const { profile, failure, isSaving } = state;
  if (isSaving || profile === failure?.optimistic) return state;
  const isRefuted = failure !== null && isSavedIn(profile, failure.save.patch);
  const unsaved = isRefuted ? afterSave(state.edits, failure.save.patch, profile.values) : state.edits;
  const edits = withoutSaved(unsaved, profile.values);
  return !isRefuted && edits === state.edits ? state : { ...state, failure: isRefuted ? null : failure, edits };
}
