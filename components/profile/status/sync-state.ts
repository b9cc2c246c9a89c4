import { counted } from '@/lib/english';
import type { Profile } from '@/lib/profile/model/profile';
import { fieldNames, fieldOf } from '@/lib/profile/model/values';

/** The one state of the profile's saves that the page shows, in words for a person. */
export interface SyncState {
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
    | 'unchecked'
    | 'waiting'
    | 'committed'
    | 'reconnecting'
    | 'mirror'
    | 'direct'
    | 'confirmed';
  title: string;
  detail?: string;
}

/** What decides the state. */
export interface SyncFacts {
  profile: Profile;
  /** fields with edits that no save carries yet */
  unsaved: number;
  /**
   * a save is on its way, for a moment only (`just sent`) or long enough to be mentioned (`under way`); or it waits to
   * be sent: in this page (`held`), or in this browser even if the page is closed (`kept`)
   */
  save: 'none' | 'just sent' | 'under way' | 'held' | 'kept';
  /** how many saves of other tabs this browser keeps; null while that is unknown */
  others: number | null;
  /** a save failed: all of it, or a part while the rest is saved */
  failed: 'no' | 'wholly' | 'partly';
  online: boolean;
  /** why the latest attempt to read the profile failed; null if it did not */
  readError: 'fault' | 'signed out' | 'somebody else' | null;
  /** something has been pending long enough to be mentioned */
  isPendingLong: boolean;
  /** the live connection has been lost long enough to be mentioned */
  reconnecting: boolean;
}

/** The outcome to expect of a save, where there are edits that are in no save yet. */
const ofEarlier = {
  'under way': 'Your earlier save is on its way.',
  kept: 'Your earlier save is kept in this browser and will be sent.',
  held: 'Your earlier save will be sent, if you leave this page open until then.',
} as const;

/** Returns the one state to show. What a person must act on comes first. Pure. */
export function syncState({
  profile,
  unsaved,
  save,
  others,
  failed,
  online,
  readError,
  isPendingLong,
  reconnecting,
}: SyncFacts): SyncState {
  const isSending = save === 'held' || save === 'kept' || save === 'under way';
  if (isSending && unsaved > 0) return { kind: 'unsaved', title: 'Unsaved changes', detail: ofEarlier[save] };
  if (save === 'held' || save === 'kept')
    return {
      kind: 'held',
      title: online ? 'Not saved yet – will be sent' : 'Offline – will be sent',
      detail:
        save === 'kept'
          ? 'Kept in this browser until then.'
          : 'This browser keeps nothing, so leave this page open until then.',
    };
  if (save === 'under way') return { kind: 'saving', title: 'Saving…' };
  if (failed !== 'no') return { kind: 'failed', title: failed === 'wholly' ? 'Not saved' : 'Not all of it is saved' };
  if (readError === 'signed out')
    return { kind: 'signed out', title: 'You’re signed out', detail: 'What you type is kept in this browser.' };
  if (readError === 'somebody else')
    return {
      kind: 'somebody else',
      title: 'Somebody else has signed in',
      detail: 'What you typed is kept in this browser for you.',
    };
  if (unsaved > 0 || save === 'just sent') return { kind: 'unsaved', title: 'Unsaved changes' };
  if (!online) return { kind: 'offline', title: 'You’re offline', detail: 'Showing the last values known here.' };
  if (readError === 'fault')
    return { kind: 'read failed', title: 'Can’t refresh', detail: 'Showing the last values known here.' };

  const refused = fieldNames.flatMap((name) =>
    profile.refused[name] ? [{ label: fieldOf(name).label, ...profile.refused[name] }] : [],
  );
  const pending = profile.pending.length > 0;
  const rest = pending && isPendingLong && others === 0 ? 'The rest is saved here, waiting for Clerk.' : undefined;
  if (refused[0] && refused.length === 1)
    return { kind: 'refused', title: `Clerk refused: ${refused[0].message}`, detail: rest };
  if (refused.length > 1)
    return {
      kind: 'refused',
      title: `Clerk refused ${refused.map(({ label }) => label).join(', ')}`,
      detail: rest ?? 'The reason is under each.',
    };

  // What this browser keeps is newer than what is shown.
  if (others === null) return { kind: 'unchecked', title: 'Showing what is saved' };
  if (others > 0)
    return {
      kind: 'held',
      title: 'Not everything is saved yet',
      detail: 'This browser keeps a save from another tab.',
    };

  if (pending)
    return isPendingLong
      ? { kind: 'waiting', title: 'Saved here, waiting for Clerk' }
      : { kind: 'committed', title: 'Saved' };
  if (reconnecting)
    return { kind: 'reconnecting', title: 'Reconnecting', detail: 'Changes from other devices may be missing.' };
  if (profile.source === 'clerk')
    return {
      kind: 'direct',
      title: 'Saved in Clerk',
      detail:
        'Our database can’t be reached; changes go straight to Clerk. Saves it still holds show again when it is back.',
    };
  if (profile.source === 'mirror')
    return { kind: 'mirror', title: 'Clerk can’t be reached', detail: 'Showing what is saved here.' };
  return { kind: 'confirmed', title: 'Saved', detail: 'Confirmed by Clerk' };
}

/** Returns a length of time in its largest whole unit. */
export function inWords(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  if (seconds < 60) return counted(seconds, 'second');
  if (seconds < 3600) return counted(Math.floor(seconds / 60), 'minute');
  return counted(Math.floor(seconds / 3600), 'hour');
}
