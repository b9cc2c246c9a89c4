import { useMutationState, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import type { Profile, Save, RefusedFields } from '@/lib/profile/model/profile';
import type { UnsavedForm } from '@/lib/profile/model/form-names';
import { saveKey } from '@/lib/profile/model/profile-query';
import { newSaveId } from '@/lib/profile/model/save-id';
import { fieldNames, omit, pick, type FieldName, type Patch, type Values } from '@/lib/profile/model/values';
import { NotSaved, Outdated } from '@/components/offline/send-with-retry';
import { useDraft } from '@/components/offline/use-draft';
import {
  afterSave,
  changedElsewhere,
  complaint,
  editsOf,
  isChanged,
  readEdits,
  shownValues,
  without,
  type Edits,
  type Messages,
} from '@/lib/profile/model/edits';
import type { SaveProfile } from './save-type';
import { useAttempt } from './use-attempt';
import { useOverwrote } from './use-overwrote';
import { useSaveProfile } from './use-save-profile';

/** A save that came to nothing, and what is left to do about it. */
interface Failure {
  save: Save;
  /** the rest of what was sent with it is saved */
  partly?: true;
  message: string;
  /** what can help: sending the same once more, a reload of the page, or nothing but another value */
  remedy: 'again' | 'reload' | 'edit';
  /** the profile as this save would have made it, which was shown meanwhile and proves nothing */
  optimistic?: Profile;
}

/** A form that was posted without the page's script and came back unsaved, as a save that failed. */
const failureOf = ({ save, message, errors, partly }: UnsavedForm): Failure => ({
  save,
  message,
  remedy: Object.keys(errors).length > 0 ? 'edit' : 'again',
  ...(partly && { partly }),
});

interface ProfileFormOptions {
  save: SaveProfile;
  userId: string;
  /** what a form that was posted without the page's script left unsaved: the page begins with it */
  unsaved: UnsavedForm | null;
  showField: (name: FieldName) => void;
}

/** The profile with somebody's edits on top: what is shown, what a save would send, and what became of it. */
export function useProfileForm(profile: Profile, { save, userId, unsaved, showField }: ProfileFormOptions) {
  const client = useQueryClient();
  const { values } = profile;
  const [edits, setEdits] = useState<Edits>(() =>
    unsaved ? editsOf(unsaved.save.patch, { ...values, ...unsaved.save.base }) : {},
  );
  const [errors, setErrors] = useState<Messages>(unsaved?.errors ?? {});
  const [failure, setFailure] = useState<Failure | null>(() => unsaved && failureOf(unsaved));
  const { fault, attempt } = useAttempt();
  useDraft(userId, edits, setEdits);
  const { overwrote, note } = useOverwrote(values);
  const lastSent = useRef<{ patch: Patch; over: Patch }>({ patch: {}, over: {} });
  const saving = useSaveProfile(save, userId, {
    onSaved: (sent, saved) => {
      note(sent, saved.overwrote, lastSent.current.over);
      const refusedNames = Object.keys(saved.refusedFields?.errors ?? {});
      const left = pick(sent.patch, refusedNames);
      setEdits((now) => ({
        ...editsOf(left, saved.values),
        ...afterSave(now, omit(sent.patch, refusedNames), saved.values),
      }));
      if (saved.refusedFields) showRefused({ ...sent, patch: left }, saved.refusedFields);
    },
    onFailed: (failed, error, optimistic) => {
      lastSent.current = { ...lastSent.current, patch: withoutSent(lastSent.current.patch, failed.patch) };
      const found = error instanceof NotSaved ? messagesOf(error) : {};
      const remedy = error instanceof Outdated ? 'reload' : Object.keys(found).length === 0 ? 'again' : 'edit';
      setFailure({ save: failed, message: messageOf(error), remedy, optimistic });
      showErrors(found);
    },
  });

  const patches = useMutationState({
    filters: { mutationKey: saveKey, status: 'pending' },
    select: ({ state }) => (state.variables as Save).patch,
  });
  /** what saves on their way carry, the latest of each field */
  const sending = patches.reduce<Patch>((all, patch) => ({ ...all, ...patch }), {});

  // What a save showed before it failed can still be drawn, and proves nothing.
  const isProof = !saving.isPending && profile !== failure?.optimistic;
  // A save whose answer never came can have been committed all the same: once the profile shows it, it has not failed.
  if (failure && isProof && hasArrived(failure.save.patch, profile)) {
    setFailure(null);
    setEdits(afterSave(edits, failure.save.patch, values));
  }

  // What is saved just as it was typed is no edit any more, whoever saved it.
  const done = fieldNames.filter((name) => edits[name]?.value === values[name] && edits[name].base !== values[name]);
  if (done.length > 0 && isProof) setEdits(done.reduce<Edits>(without, edits));

  function send(next: Save) {
    // Two presses in one moment are one save, whatever has been drawn in between.
    const underWay = client.isMutating({ mutationKey: saveKey }) > 0;
    const before = underWay ? lastSent.current : { patch: {}, over: {} };
    const patch = withoutSent(next.patch, before.patch);
    if (Object.keys(patch).length === 0) return;
    // An edit made while another is on its way is made over that one, unless it fails.
    const base = Object.fromEntries(
      (Object.keys(patch) as FieldName[]).map((name) => [name, before.patch[name] ?? next.base?.[name]]),
    );
    lastSent.current = { patch: { ...before.patch, ...patch }, over: { ...next.base, ...before.over } };
    setFailure(null);
    setErrors({});
    saving.mutate({ ...next, patch, base });
  }

  /** What Clerk did not take of a save stays as it was typed; sent once more, it is another save. */
  function showRefused(left: Save, { message, errors }: RefusedFields) {
    lastSent.current = { ...lastSent.current, patch: withoutSent(lastSent.current.patch, left.patch) };
    setFailure({ save: { ...left, saveId: newSaveId() }, partly: true, message, remedy: 'edit' });
    showErrors(errors);
  }

  function showErrors(found: Messages) {
    // A message has to stand under its control before focus, and with it a screen reader, gets there.
    flushSync(() => setErrors(found));
    const first = fieldNames.find((name) => found[name]);
    if (first) showField(first);
  }

  /** Sends the changed fields, or leads to the first that cannot be sent. The same edit again is the same save. */
  function submit() {
    const found = readEdits(edits, values, sending);
    if (Object.keys(found.errors).length > 0) return showErrors(found.errors);
    if (Object.keys(found.patch).length > 0)
      send(failure && samePatch(failure.save.patch, found.patch) ? failure.save : newSave(found.patch));
  }

  const newSave = (patch: Patch): Save => ({
    saveId: newSaveId(),
    patch,
    base: Object.fromEntries(
      (Object.keys(patch) as FieldName[]).map((name) => [name, edits[name]?.base ?? values[name]]),
    ),
  });
  const changed = fieldNames.filter((name) => isChanged(name, edits, values, sending));

  return {
    shown: shownValues(edits, values),
    errors,
    /** the saved value that each field is shown over */
    base: Object.fromEntries(fieldNames.map((name) => [name, edits[name]?.base ?? values[name]])) as Values,
    failure,
    /** what to say where something on this page itself went wrong; null where nothing did */
    fault,
    saving,
    /** the fields with edits that are neither saved nor on their way */
    changed,
    /** the saved value of a field that was changed elsewhere during the edit */
    elsewhere: (name: FieldName) => (saving.isPending ? undefined : changedElsewhere(name, edits, values)),
    /** the value of another device that a save from here took the place of */
    overwrote: (name: FieldName) => (edits[name] ? undefined : overwrote(name)),
    /** Gives another device's value back. */
    undo: (name: FieldName, value: string) => attempt(() => send(newSave({ [name]: value }))),
    /** Clerk's reason, while the refused value is the one shown */
    refusal: (name: FieldName) => (isChanged(name, edits, values) ? undefined : profile.refused[name]),
    edit: (name: FieldName, value: string) =>
      attempt(() => {
        setEdits((now) => ({ ...now, [name]: { value, base: now[name]?.base ?? values[name] } }));
        setErrors((now) => without(now, name));
      }),
    leave: (name: FieldName) =>
      attempt(() => {
        const edit = edits[name];
        if (!edit) return;
        if (!isChanged(name, edits, values) && !saving.isPending) return setEdits((now) => without(now, name));
        const message = complaint(name, edit.value);
        if (message) setErrors((now) => ({ ...now, [name]: message }));
      }),
    drop: (name: FieldName) =>
      attempt(() => {
        setEdits((now) => without(now, name));
        setErrors((now) => without(now, name));
      }),
    reset: () =>
      attempt(() => {
        if (failure) void saving.withdraw(failure.save); // one that waits for a reload is withdrawn too
        setEdits({});
        setErrors({});
        setFailure(null);
      }),
    submit: () => attempt(submit),
    /** The save that failed once more, with whatever was typed since. */
    tryAgain: () =>
      attempt(() => {
        const { patch, errors: wrong } = readEdits(edits, values, sending);
        if (!failure || Object.keys(wrong).length > 0) return submit();
        const both = { ...failure.save.patch, ...patch };
        send(samePatch(both, failure.save.patch) ? failure.save : newSave(both));
      }),
    /** Asks Clerk once more for a value it refused. */
    saveAgain: (name: FieldName) => attempt(() => send(newSave({ [name]: values[name] }))),
    /** Gives a refused value up for the one that Clerk holds. */
    discard: (name: FieldName, inClerk: string) => attempt(() => send(newSave({ [name]: inClerk }))),
  };
}

/** What of a patch is not on its way already. */
const withoutSent = (patch: Patch, sent: Patch): Patch =>
  omit(
    patch,
    (Object.keys(sent) as FieldName[]).filter((name) => patch[name] === sent[name]),
  );

const hasArrived = (patch: Patch, { values, refused }: Profile): boolean =>
  (Object.keys(patch) as FieldName[]).every((name) => values[name] === patch[name] && !refused[name]);

const samePatch = (a: Patch, b: Patch): boolean =>
  Object.keys(a).length === Object.keys(b).length &&
  (Object.keys(a) as FieldName[]).every((name) => a[name] === b[name]);

/** A refusal is in the server's own words; a fault of the server comes without any. */
const messageOf = (error: Error): string =>
  error instanceof NotSaved || error instanceof Outdated
    ? error.message
    : 'Not saved, because of a fault on our side. Your edit is still here.';

const messagesOf = ({ errors }: NotSaved): Messages =>
  Object.fromEntries(fieldNames.filter((name) => errors[name]).map((name) => [name, errors[name]]));
