import { useMutationState, useQueryClient } from '@tanstack/react-query';
import { useReducer, useRef } from 'react';
import { flushSync } from 'react-dom';
import type { Messages } from '@/lib/profile/model/edits';
import type { Draft } from '@/lib/profile/model/drafts/drafts';
import type { UnsavedForm } from '@/lib/profile/model/form-names';
import type { Profile, Save } from '@/lib/profile/model/profile';
import { saveKey } from '@/lib/profile/model/query/profile-query';
import { newSaveId } from '@/lib/profile/model/save-id';
import type { Value } from '@/lib/profile/model/value';
import { fieldNames, pick, type FieldName, type Patch, type Texts, type Values } from '@/lib/profile/model/values';
import { NotSaved, OutdatedPage } from '@/components/offline/send-with-retry';
import { message, type Text } from '@/lib/texts/text';
import { useDraft } from '@/components/offline/use-draft';
import { formReducer, initialState, type Failure, type FormEvent } from './form-state';
import { newSave, sameOrNewSave, unsentEdits, sentBeside } from './form-view';
import type { SaveProfile } from '@/components/profile/saving/save-type';
import { nothingSent, unsentPart, withoutFailed, withSent, type SentFields } from './sent-fields';
import { useFault } from './use-fault';
import { useSaveProfile } from '@/components/profile/saving/use-save-profile';

interface ProfileFormOptions {
  save: SaveProfile;
  userId: string;
  /** what a form that was posted without the page's script left unsaved: the page begins with it */
  unsaved: UnsavedForm | null;
  showField: (name: FieldName) => void;
  /** the fields that the form has, always the same list */
  names: readonly FieldName[];
}

/** Returns the state of the profile's form, its saves, and what the user can do in it. */
export function useProfileForm(profile: Profile, { save, userId, unsaved, showField, names }: ProfileFormOptions) {
  const client = useQueryClient();
  const sending = useMutationState({
    filters: { mutationKey: saveKey, status: 'pending' },
    select: ({ state }) => (state.variables as Save).patch,
  });
  const [state, dispatch] = useReducer(formReducer, { profile, isSaving: false, sending, unsaved }, initialState);
  const { fault, guarded } = useFault();
  const areDraftsKept = useDraft(userId, names, state, (drafts) => dispatch({ type: 'found', drafts }));
  const sent = useRef(nothingSent);

  const saving = useSaveProfile(save, userId, {
    onSaved: (one, saved) => {
      const { refusedFields } = saved;
      const event: FormEvent = { type: 'saved', save: one, saved, seen: sent.current.over, nextId: newSaveId() };
      if (!refusedFields) return dispatch(event);
      const refused = fieldNames.filter((name) => name in refusedFields.errors);
      sent.current = withoutFailed(sent.current, pick(one.patch, refused));
      show(event, firstOf(refusedFields.errors));
    },
    onFailed: (one, error, optimistic) => {
      sent.current = withoutFailed(sent.current, one.patch);
      const messages = error instanceof NotSaved ? messagesOf(error) : {};
      const failure = {
        save: one,
        partly: false,
        message: messageOf(error),
        remedy: remedyOf(error, messages),
        optimistic,
      };
      show({ type: 'failed', failure, messages }, firstOf(messages));
    },
  });

  // During the drawing, not after it: nothing is ever drawn of a profile whose edits and failures are already settled.
  if (state.profile !== profile || state.sending !== sending || state.isSaving !== saving.isPending)
    dispatch({ type: 'arrived', profile, sending, isSaving: saving.isPending });

  /** Shows what an event leads to, and leads to a field: what is under it has to stand before focus gets there. */
  function show(event: FormEvent, name: FieldName | undefined) {
    flushSync(() => dispatch(event));
    if (name) showField(name);
  }

  /** Sends what of a save is not on its way. Two presses in one moment are one save, whatever is drawn in between. */
  function send(next: Save) {
    const isUnderWay = client.isMutating({ mutationKey: saveKey }) > 0;
    const before: SentFields = isUnderWay ? sent.current : nothingSent;
    const part = unsentPart(next, before);
    if (!part) return;
    sent.current = withSent(before, part, next.base);
    dispatch({ type: 'sent' });
    saving.mutate(part);
  }

  /** Sends the edits of some fields, on top of `failed`; or shows what is wrong. The same patch is the same save. */
  function submit(failed: Patch = {}, of: readonly FieldName[] = fieldNames) {
    const unsent = unsentEdits(state);
    const [patch, errors] = [pick(unsent.patch, of), pick(unsent.errors, of)];
    if (Object.keys(errors).length > 0) return show({ type: 'invalid', messages: errors }, firstOf(errors));
    const all = { ...failed, ...patch };
    if (Object.keys(all).length > 0) send(sameOrNewSave(state, all, newSaveId()));
  }

  return {
    state,
    saving,
    /** tells whether this browser keeps all that is typed and not saved */
    areDraftsKept,
    /** what to say where something on this page itself went wrong; null where nothing did */
    fault,
    actions: {
      type: (name: FieldName, text: string) => guarded(() => dispatch({ type: 'typed', name, text })),
      /** Takes over texts that came into the controls without an event, and the saved ones they stand over. */
      takeOver: (texts: Texts, over: Values) =>
        guarded(() => {
          for (const [name, text] of Object.entries(texts) as [FieldName, string][])
            dispatch({ type: 'typed', name, text, over: over[name] });
        }),
      leave: (name: FieldName) => guarded(() => dispatch({ type: 'left', name })),
      /** Gives up an edit for the saved value. */
      drop: (name: FieldName) => guarded(() => show({ type: 'dropped', name }, name)),
      takeDraft: (name: FieldName, draft: Draft) =>
        guarded(() => show({ type: 'draft used', name, draft, at: Date.now() }, name)),
      discardDraft: (name: FieldName, draft: Draft) =>
        guarded(() => show({ type: 'draft discarded', name, draft }, name)),
      /** Saves one value at once: another device's, or one that Clerk refused. */
      saveValue: (name: FieldName, value: Value) => guarded(() => send(newSave(state, { [name]: value }, newSaveId()))),
      /** Saves what was edited of these fields, by default of all. */
      submit: (of?: readonly FieldName[]) => guarded(() => submit({}, of)),
      /** Sends the failed save once more, with whatever was typed since. */
      retry: () => guarded(() => submit(state.failure?.save.patch, sentBeside(state.failure))),
      reset: () =>
        guarded(() => {
          if (state.failure) void saving.withdraw(state.failure.save); // one that waits for a reload is withdrawn too
          dispatch({ type: 'reset' });
        }),
    },
  };
}

const firstOf = (messages: Messages): FieldName | undefined => fieldNames.find((name) => messages[name]);

/** A refusal is in the server's own words; a fault of the server comes without any. */
const messageOf = (error: Error): Text =>
  error instanceof NotSaved || error instanceof OutdatedPage ? error.reason : message('failure.unsavedFaultHere');

const messagesOf = ({ errors }: NotSaved): Messages =>
  Object.fromEntries(fieldNames.filter((name) => errors[name]).map((name) => [name, errors[name]]));

function remedyOf(error: Error, messages: Messages): Failure['remedy'] {
  if (error instanceof OutdatedPage) return 'reload';
  if (error instanceof NotSaved && error.why.lasting) return 'none';
  return Object.keys(messages).length === 0 ? 'retry' : 'edit';
}
