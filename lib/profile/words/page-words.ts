import { fieldOf, type FieldName } from '@/lib/profile/model/values';
import { counted, listed } from '@/lib/english';

/** What the settings page says of a state: what is; then what that means for the person, and what they can do. */
export interface Words {
  title: string;
  detail?: string;
}

const WILL_BE_SENT = 'Not saved yet – will be sent';
const OFFLINE_WILL_BE_SENT = 'Offline – will be sent';
const KEPT = 'Kept in this browser until then: leave this page open, or open it again.';
const HELD = 'This browser keeps nothing, so leave this page open until then.';
const LAST_KNOWN = 'Showing the last values known here.';
const SET_UP_WRONGLY = 'This app is set up wrongly: tell whoever runs it.';

/** The words of each state that needs no more than its name. */
export const stateWords = {
  saving: { title: 'Saving…' },
  kept: { title: WILL_BE_SENT, detail: KEPT },
  held: { title: WILL_BE_SENT, detail: HELD },
  keptOffline: { title: OFFLINE_WILL_BE_SENT, detail: KEPT },
  heldOffline: { title: OFFLINE_WILL_BE_SENT, detail: HELD },
  anotherTab: { title: 'Not everything is saved yet', detail: 'This browser keeps a save from another tab.' },
  failed: { title: 'Not saved' },
  failedPartly: { title: 'Not all of it is saved' },
  signedOut: { title: 'You’re signed out', detail: 'What you type is kept in this browser. Sign in to save it.' },
  somebodyElse: { title: 'Somebody else has signed in', detail: 'What you typed is kept in this browser for you.' },
  offline: { title: 'You’re offline', detail: `${LAST_KNOWN} You can go on editing.` },
  readFailed: { title: 'Can’t refresh', detail: LAST_KNOWN },
  readFailedLasting: { title: 'Can’t refresh', detail: `${SET_UP_WRONGLY} ${LAST_KNOWN}` },
  gone: {
    title: 'This account no longer exists',
    detail: 'Nothing more can be saved to it. Sign out, and sign in with another one.',
  },
  unchecked: { title: 'Showing what is saved' },
  waiting: { title: 'Saved', detail: 'Still being passed on to your account; you can close this page.' },
  waitingLasting: { title: 'Saved', detail: `It can’t be passed on to your account. ${SET_UP_WRONGLY}` },
  committed: { title: 'Saved' },
  reconnecting: { title: 'Reconnecting', detail: 'Changes from other devices may be missing. You can go on editing.' },
  direct: {
    title: 'Saved',
    detail: 'Part of this app is down: an earlier save may show only once it is back. You can go on saving.',
  },
  lastKnown: { title: 'Your account can’t be reached', detail: 'Showing what was saved here. You can go on saving.' },
  lastKnownLasting: { title: 'Showing what was saved here', detail: SET_UP_WRONGLY },
  confirmed: { title: 'Saved', detail: 'Your account is up to date.' },
  welcome: { title: 'Welcome', detail: 'This is what your account holds. Change it whenever you like.' },
} as const satisfies Record<string, Words>;

/** The words of edits that are in no save yet, by what becomes of an earlier save. */
export const unsavedWords = {
  alone: { title: 'Unsaved changes' },
  'under way': { title: 'Unsaved changes', detail: 'Your earlier save is on its way.' },
  kept: { title: 'Unsaved changes', detail: 'Your earlier save is kept in this browser and will be sent.' },
  held: { title: 'Unsaved changes', detail: 'Your earlier save will be sent, if you leave this page open until then.' },
  anotherTab: { title: 'Unsaved changes', detail: 'This browser also keeps a save from another tab.' },
} as const satisfies Record<string, Words>;

const labelsOf = (names: readonly FieldName[]): string =>
  listed(names.map((name) => fieldOf(name).label.toLowerCase()));

/** Returns the words for fields whose value was refused. The reasons stand under the fields. */
export const refusedWords = (names: readonly FieldName[], rest: 'waiting' | 'saved' | 'unknown'): Words => ({
  title: `Your ${labelsOf(names)} ${names.length > 1 ? 'were' : 'was'} not accepted`,
  detail:
    rest === 'waiting'
      ? 'All else is saved. Still being passed on to your account; you can close this page.'
      : `The reason is under ${names.length > 1 ? 'each' : 'it'}.${rest === 'saved' ? ' All else is saved.' : ''}`,
});

/** Returns the words for fields whose value was refused and that stand in another form. */
export const refusedElsewhereWords = (names: readonly FieldName[]): Words => ({
  title: refusedWords(names, 'unknown').title,
  detail: `What you typed is kept where ${names.length > 1 ? 'they stand' : 'it stands'}, on another page.`,
});

/** Returns what becomes of edits of fields that stand in another form. */
export const keptElsewhere = (names: readonly FieldName[]): string =>
  `Your ${labelsOf(names)} ${names.length > 1 ? 'are' : 'is'} on another page; what you typed is kept there.`;

/** The captions of the preview: whether others see the person so. */
export const captions = {
  unsaved: 'Preview, not saved yet',
  gone: 'Not visible to others',
  soon: 'How others will see you',
  waiting: 'Others don’t see this yet',
  lastKnown: 'How you last appeared to others',
  current: 'How you appear to others',
};

/** Returns the caption of a preview with values that were refused. */
export const refusedCaption = (names: readonly FieldName[]): string =>
  `Not how you appear to others: your ${labelsOf(names)} ${names.length > 1 ? 'were' : 'was'} not accepted`;

/** Returns a length of time in its largest whole unit. */
export function durationInWords(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  if (seconds < 60) return counted(seconds, 'second');
  if (seconds < 3600) return counted(Math.floor(seconds / 60), 'minute');
  return counted(Math.floor(seconds / 3600), 'hour');
}

/** Returns how long a save has been waiting, and what becomes of it. */
export const waitingFor = (ms: number): string => `For ${durationInWords(ms)} now. It goes on automatically.`;

/** Returns how long ago the profile was last read. */
export const lastCheckedAgo = (ms: number): string => `Last checked ${durationInWords(ms)} ago.`;

/** What is said where this browser gets no live changes. */
export const POLLS_ONLY = 'Changes from other devices show within 30 seconds.';

/** What is said in place of the form while the profile is unknown. */
export const unavailableWords = {
  title: 'Your profile isn’t here yet',
  lastingTitle: 'Your profile can’t be shown',
  again: 'Trying again…',
  busy: 'It is being tried again.',
  general: 'Your profile can’t be loaded right now. Try again in a moment.',
};

/** What is said in place of the form where nobody is signed in. */
export const signedOutWords = {
  title: 'You’re signed out',
  text: 'Sign in to see your profile and change it.',
  signIn: 'Sign in',
};

/** What is said of an edit that this browser keeps while the profile is unknown. */
export const keptWords = {
  title: 'Your edit is safe in this browser',
  sentAutomatically: 'It is sent automatically once your profile can be loaded. You can close this page.',
  both:
    'What you saved is sent automatically once your profile can be loaded; what you only typed is in the form again. ' +
    'You can close this page.',
  shownAgain: 'It is in the form again once your profile can be loaded. You can close this page.',
  lasting: 'It stays here until your profile can be loaded.',
  cleared: 'Cleared',
};
