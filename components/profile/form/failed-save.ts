import { textsOf, type Messages } from '@/lib/profile/model/edits';
import type { Profile, Save, Saved } from '@/lib/profile/model/profile';
import { fieldNames, omit, pick, type FieldName } from '@/lib/profile/model/values';
import { message, type Text } from '@/lib/texts/text';
import { writeUnsavedAsDraft } from '@/components/offline/drafts';
import { NotSaved, OutdatedPage } from '@/components/offline/send-with-retry';

/** A save that failed, and what can be done about it. */
export interface Failure {
  save: Save;
  /** the rest of what was sent with it is saved */
  partly: boolean;
  message: Text;
  /** what can help here: the same save once more, a reload of the page, another value, or nothing */
  remedy: 'retry' | 'reload' | 'edit' | 'none';
  /** what is wrong is in fields that this form does not have: a draft of each is kept for the page that has it */
  elsewhere?: readonly FieldName[];
  /** the profile as this save would have made it: it was shown meanwhile, and proves nothing */
  optimistic?: Profile | undefined;
}

/** Returns the first field that has a message. */
export const firstOf = (messages: Messages): FieldName | undefined => fieldNames.find((name) => messages[name]);

/** A failure as a form shows it, and the messages under its controls. */
interface FailedSave {
  failure: Failure;
  messages: Messages;
}

/** Returns what a form with the fields `names` shows of a save that failed. `optimistic`: as in `Failure`. */
export function failedSave(save: Save, error: Error, names: readonly FieldName[], optimistic?: Profile): FailedSave {
  const all = error instanceof NotSaved ? messagesOf(error) : {};
  const [messages, elsewhere] = [pick(all, names), omit(all, names)];
  const failure = {
    save,
    partly: false,
    message: messageOf(error),
    remedy: remedyOf(error, all),
    elsewhere: fieldNames.filter((name) => elsewhere[name]),
    optimistic,
  };
  return { messages, failure };
}

/**
 * Returns the answer to a save with what was refused in a form with the fields `names`, and what was refused beside
 * them.
 */
export function refusedIn(save: Save, saved: Saved, names: readonly FieldName[]): { here: Saved; failure?: Failure } {
  const { refusedFields, ...rest } = saved;
  if (!refusedFields) return { here: saved };
  const { message: reason, errors } = refusedFields;
  const elsewhere = fieldNames.filter((name) => errors[name] && !names.includes(name));
  if (elsewhere.length === 0) return { here: saved };
  const own = pick(errors, names);
  return {
    here: Object.keys(own).length > 0 ? { ...rest, refusedFields: { message: reason, errors: own } } : rest,
    failure: {
      save: { ...save, patch: pick(save.patch, elsewhere) },
      partly: true,
      message: reason,
      remedy: 'none',
      elsewhere,
    },
  };
}

/**
 * Keeps what a save carries of fields that no form of this page has as drafts: the next page that has them shows it.
 */
export function keepForOthers(userId: string, save: Save, names: readonly FieldName[]): void {
  const patch = omit(save.patch, names);
  if (Object.keys(patch).length > 0) writeUnsavedAsDraft(userId, { texts: textsOf(patch), save: { ...save, patch } });
}

/** The technical cause of a failed save, if the server named one. */
export const causeOf = (error: Error | null): Text | null =>
  error instanceof NotSaved ? (error.why.cause ?? null) : null;

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
