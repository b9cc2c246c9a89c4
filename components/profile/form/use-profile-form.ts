import { useMemo, useReducer, useRef } from 'react';
import { flushSync } from 'react-dom';
import type { Draft } from '@/lib/profile/model/drafts/drafts';
import type { UnsavedForm } from '@/lib/profile/model/form-names';
import type { Profile, Save, Saved } from '@/lib/profile/model/profile';
import { newSaveId } from '@/lib/profile/model/save-id';
import type { Value } from '@/lib/profile/model/value';
import { fieldNames, pick, type FieldName, type Patch, type Texts, type Values } from '@/lib/profile/model/values';
import { useDraft } from '@/components/offline/use-draft';
import { failedSave, firstOf, keepForOthers, refusedIn } from './failed-save';
import { formReducer, initialState, type FormEvent } from './form-state';
import { newSave, sameOrNewSave, unsentEdits, sentBeside } from './form-view';
import type { SaveProfile } from '@/components/profile/saving/save-type';
import { nothingSent, unsentPart, withoutFailed, withSent, type SentFields } from './sent-fields';
import { useFault } from './use-fault';
import { usePendingSaves } from '@/components/profile/saving/use-pending-saves';
import { useSaveProfile } from '@/components/profile/saving/use-save-profile';

interface ProfileFormOptions {
  save: SaveProfile;
  userId: string;
  /** what a form that was posted without the page's script left unsaved: the page begins with it */
  unsaved: UnsavedForm | null;
  showField: (name: FieldName) => void;
  /** the fields that the form has, always the same list */
  names: readonly FieldName[];
  /** called once the server has committed all of a save of this form */
  onSaved?: ((saved: Saved) => void) | undefined;
}

/** Returns the state of the profile's form, its saves, and what the user can do in it. */
export function useProfileForm(
  profile: Profile,
  { save, userId, unsaved, showField, names, onSaved }: ProfileFormOptions,
) {
  const pending = usePendingSaves();
  const sending = useMemo(() => pending.map(({ save: { patch } }) => patch), [pending]);
  const isSaving = pending.length > 0;
  const [state, dispatch] = useReducer(formReducer, { profile, isSaving, sending, unsaved }, initialState);
  const { fault, guarded } = useFault();
  const areDraftsKept = useDraft(userId, names, state, (drafts) => dispatch({ type: 'found', drafts }));
  const sent = useRef(nothingSent);

  const saving = useSaveProfile(save, userId, names, {
    onSaved: (one, saved) => {
      const { here, failure } = refusedIn(one, saved, names);
      const event: FormEvent = { type: 'saved', save: one, saved: here, seen: sent.current.over, nextId: newSaveId() };
      sent.current = withoutFailed(sent.current, pick(one.patch, Object.keys(saved.refusedFields?.errors ?? {})));
      show(event, here.refusedFields && firstOf(here.refusedFields.errors));
      if (!saved.refusedFields && saving.isMadeHere(one)) guarded(() => onSaved?.(saved)); // it may take the form away
      if (!failure) return;
      keepForOthers(userId, failure.save, names);
      if (!here.refusedFields) dispatch({ type: 'failed', failure, messages: {} });
    },
    onFailed: (one, error, optimistic) => {
      sent.current = withoutFailed(sent.current, one.patch);
      const { failure, messages } = failedSave(one, error, names, optimistic);
      if (failure.elsewhere?.length) keepForOthers(userId, one, names);
      show({ type: 'failed', failure, messages }, firstOf(messages));
    },
  });

  // During the drawing, not after it: nothing is ever drawn of a profile whose edits and failures are already settled.
  if (state.profile !== profile || state.sending !== sending || state.isSaving !== isSaving)
    dispatch({ type: 'arrived', profile, sending, isSaving });

  /** Shows what an event leads to, and leads to a field: what is under it has to stand before focus gets there. */
  function show(event: FormEvent, name: FieldName | undefined) {
    flushSync(() => dispatch(event));
    if (name) showField(name);
  }

  /** Sends what of a save is not on its way. Two presses in one moment are one save, whatever is drawn in between. */
  function send(next: Save) {
    const before: SentFields = saving.isUnderWay() ? sent.current : nothingSent;
    const part = unsentPart(next, before);
    if (!part) return;
    sent.current = withSent(before, part, next.base);
    dispatch({ type: 'sent' });
    saving.send(part);
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
    /** the saves of this page on their way, whichever of its forms made them */
    pending,
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
