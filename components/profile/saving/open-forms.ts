import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useLayoutEffect, useMemo, useRef } from 'react';
import type { Save } from '@/lib/profile/model/profile';
import type { FieldName } from '@/lib/profile/model/values';
import type { SaveOutcomes } from './send-in-order';

/** A form of this page. */
interface OpenForm {
  names: readonly FieldName[];
  outcomes: SaveOutcomes;
  /** the ids of the saves that were made in it */
  made: Set<string>;
}

interface OpenForms {
  forms: Set<OpenForm>;
  /** ends what forms that are gone still send */
  leaving: AbortController;
  timer?: ReturnType<typeof setTimeout>;
}

/** How long a save is still sent after the last form is gone, in ms: a dialog may close as soon as Save is pressed. */
const GO_ON_MS = 5 * 60_000;

const opened = new WeakMap<QueryClient, OpenForms>();

function formsOf(client: QueryClient): OpenForms {
  const all = opened.get(client) ?? { forms: new Set(), leaving: new AbortController() };
  opened.set(client, all);
  return all;
}

/** Returns the form to which the outcome of a save goes: where it was made, else where most of its fields are. */
function formFor(client: QueryClient, { saveId, patch }: Save): OpenForm | undefined {
  const forms = [...formsOf(client).forms];
  const shown = ({ names }: OpenForm) => Object.keys(patch).filter((name) => names.includes(name as FieldName)).length;
  return forms.find(({ made }) => made.has(saveId)) ?? forms.sort((a, b) => shown(b) - shown(a))[0];
}

/** What a form of a page needs to share its saves with the others. */
interface SharedOutcomes {
  /** Notes that a save was made in this form. */
  note: (save: Save) => void;
  /** Returns true for a save that was made in this form. */
  isMadeHere: (save: Save) => boolean;
  /** what reports an outcome to the form that it is for, which need not be this one; to none if all are gone */
  outcomes: SaveOutcomes;
  /** Returns the signal that aborts once no form has been there for a while. */
  leaveSignal: () => AbortSignal;
}

/** Opens a form with these fields, and returns how it takes part in the saves of the page's forms. */
export function useOpenForm(names: readonly FieldName[], own: SaveOutcomes): SharedOutcomes {
  const client = useQueryClient();
  const form = useRef<OpenForm>(null);
  useLayoutEffect(() => {
    form.current = Object.assign(form.current ?? { made: new Set<string>() }, { names, outcomes: own });
  });
  useLayoutEffect(() => {
    const entry = form.current;
    if (!entry) return;
    const all = formsOf(client);
    all.forms.add(entry);
    clearTimeout(all.timer);
    if (all.leaving.signal.aborted) all.leaving = new AbortController();
    return () => {
      all.forms.delete(entry);
      if (all.forms.size === 0) all.timer = setTimeout(() => all.leaving.abort(), GO_ON_MS);
    };
  }, [client]);
  return useMemo(
    () => ({
      note: ({ saveId }) => void form.current?.made.add(saveId),
      isMadeHere: ({ saveId }) => form.current?.made.has(saveId) ?? false,
      outcomes: {
        onSaved: (save, saved) => formFor(client, save)?.outcomes.onSaved(save, saved),
        onFailed: (save, error, optimistic) => formFor(client, save)?.outcomes.onFailed(save, error, optimistic),
      },
      leaveSignal: () => formsOf(client).leaving.signal,
    }),
    [client],
  );
}
