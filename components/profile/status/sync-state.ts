import type { Profile } from '@/lib/profile/model/profile';
import { fieldNames, type FieldName } from '@/lib/profile/model/values';
import {
  refusedElsewhereWords,
  refusedWords,
  stateWords,
  unsavedWords,
  type Words,
} from '@/lib/profile/words/page-words';
import { isAccountGone } from '@/lib/profile/words/refusal-words';

/** The one state of the profile's saves that the page shows, in words for a person. */
export interface SyncState extends Words {
  kind:
    | 'saving'
    | 'held'
    | 'failed'
    | 'unsaved'
    | 'offline'
    | 'signed out'
    | 'somebody else'
    | 'read failed'
    | 'refused'
    | 'refused in part'
    | 'gone'
    | 'unchecked'
    | 'waiting'
    | 'committed'
    | 'reconnecting'
    | 'mirror'
    | 'direct'
    | 'confirmed'
    | 'welcome';
  /** the cause lasts until somebody acts: nothing is to be tried again from here */
  lasting?: true;
}

/** What decides the state. */
export interface SyncFacts {
  profile: Profile;
  /** the fields that the form has, by default all */
  names?: readonly FieldName[];
  /** fields with edits that no save carries yet */
  unsaved: number;
  /**
   * a save is on its way, for a moment only (`just sent`) or long enough to be mentioned (`under way`); or it waits to
   * be sent: in this page (`held`), or in this browser even if the page is closed (`kept`)
   */
  save: 'none' | 'just sent' | 'under way' | 'held' | 'kept';
  /** how many saves of other tabs this browser keeps; null while that is unknown */
  others: number | null;
  /** the edits that an earlier visit left in this browser have been looked for */
  draftsRead: boolean;
  /** a save failed: all of it, or a part while the rest is saved */
  failed: 'no' | 'wholly' | 'partly';
  online: boolean;
  /** why the latest attempt to read the profile failed; null if it did not */
  readError: 'fault' | 'lasting fault' | 'signed out' | 'somebody else' | null;
  /** something has been pending long enough to be mentioned */
  isPendingLong: boolean;
  /** the live connection has been lost long enough to be mentioned */
  reconnecting: boolean;
}

/** Returns the one state to show. What a person must act on comes first. Pure. */
export function syncState(facts: SyncFacts): SyncState {
  return ofSaves(facts) ?? ofReads(facts) ?? ofRefusals(facts) ?? ofThisBrowser(facts) ?? ofProfile(facts);
}

/** Returns the state to show until that one has lasted for long enough to be mentioned. Pure. */
export const meanwhileState = (facts: SyncFacts): SyncState =>
  syncState({
    ...facts,
    save: facts.save === 'under way' ? 'just sent' : facts.save,
    isPendingLong: false,
    reconnecting: false,
  });

/** Of what is typed here, and of the saves that this page makes. */
function ofSaves({ unsaved, save, failed, online, readError, others }: SyncFacts) {
  const isSending = save === 'held' || save === 'kept' || save === 'under way';
  if (isSending && unsaved > 0) return state('unsaved', unsavedWords[save]);
  if (save === 'kept') return state('held', online ? stateWords.kept : stateWords.keptOffline);
  if (save === 'held') return state('held', online ? stateWords.held : stateWords.heldOffline);
  if (failed !== 'no') return state('failed', failed === 'wholly' ? stateWords.failed : stateWords.failedPartly);
  if (save === 'under way') return state('saving', stateWords.saving);
  if (readError === 'signed out') return state('signed out', stateWords.signedOut);
  if (readError === 'somebody else') return state('somebody else', stateWords.somebodyElse);
  if (unsaved === 0 && save === 'none') return null;
  return state('unsaved', others ? unsavedWords.anotherTab : unsavedWords.alone);
}

/** Of what could not be read. */
function ofReads({ online, readError }: SyncFacts) {
  if (!online) return state('offline', stateWords.offline);
  if (readError === 'fault') return state('read failed', stateWords.readFailed);
  return readError === 'lasting fault' ? state('read failed', stateWords.readFailedLasting, true) : null;
}

function ofRefusals({ profile: { refused, pending }, names: shown, isPendingLong, others, draftsRead }: SyncFacts) {
  const all = fieldNames.filter((name) => refused[name]);
  if (all.length === 0) return null;
  if (isGone(all, refused)) return state('gone', stateWords.gone, true);
  const names = shown ? all.filter((name) => shown.includes(name)) : all;
  if (names.length === 0) return null;
  const isRestKnown = names.length === all.length && others === 0;
  const isRestWaiting = pending.length > 0 && isPendingLong && isRestKnown;
  return state(
    isRestWaiting ? 'refused in part' : 'refused',
    refusedWords(names, isRestWaiting ? 'waiting' : isRestKnown && draftsRead ? 'saved' : 'unknown'),
  );
}

const isGone = (names: FieldName[], refused: Profile['refused']): boolean =>
  names.some((name) => refused[name] && isAccountGone(refused[name]));

/** Of what this browser keeps: that is newer than what is shown. */
function ofThisBrowser({ others, draftsRead }: SyncFacts) {
  if (others === null || !draftsRead) return state('unchecked', stateWords.unchecked);
  return others > 0 ? state('held', stateWords.anotherTab) : null;
}

/** Of the profile, where this browser has nothing newer. */
function ofProfile({ profile, isPendingLong, reconnecting }: SyncFacts): SyncState {
  const { pending, source, revision, lasting, refused } = profile;
  if (pending.length > 0) {
    if (lasting) return state('waiting', stateWords.waitingLasting, true);
    return isPendingLong ? state('waiting', stateWords.waiting) : state('committed', stateWords.committed);
  }
  if (reconnecting) return state('reconnecting', stateWords.reconnecting);
  if (source === 'clerk') return state('direct', stateWords.direct);
  if (source === 'mirror')
    return lasting ? state('mirror', stateWords.lastKnownLasting, true) : state('mirror', stateWords.lastKnown);
  const elsewhere = fieldNames.filter((name) => refused[name]);
  if (elsewhere.length > 0) return state('refused', refusedElsewhereWords(elsewhere));
  return revision === 0 ? state('welcome', stateWords.welcome) : state('confirmed', stateWords.confirmed);
}

const state = (kind: SyncState['kind'], words: Words, lasting = false): SyncState => ({
  kind,
  ...words,
  ...(lasting && { lasting }),
});
