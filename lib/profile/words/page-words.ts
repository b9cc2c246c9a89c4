import { labelArgs } from '@/lib/profile/model/field-texts';
import type { FieldName } from '@/lib/profile/model/values';
import type { MessageKey } from '@/lib/texts/catalogue';
import { message, type Message } from '@/lib/texts/text';

/** What the settings page says of a state: what is; then what that means for the person, and what they can do. */
export interface Words {
  title: Message;
  detail?: Message;
}

/** The messages that need no argument. */
type Plain = Exclude<Extract<MessageKey, `state.${string}`>, `state.refused${string}`>;

function words(title: Plain): { title: Message };
function words(title: Plain, detail: Plain): { title: Message; detail: Message };
function words(title: Plain, detail?: Plain): Words {
  return { title: message(title), ...(detail && { detail: message(detail) }) };
}

/** The words of each state that needs no more than its name. */
export const stateWords = {
  saving: words('state.saving'),
  kept: words('state.willBeSent', 'state.kept'),
  held: words('state.willBeSent', 'state.held'),
  keptOffline: words('state.offlineWillBeSent', 'state.kept'),
  heldOffline: words('state.offlineWillBeSent', 'state.held'),
  anotherTab: words('state.notEverything', 'state.inAnotherTab'),
  failed: words('state.notSaved'),
  failedPartly: words('state.notAllSaved'),
  signedOut: words('state.signedOut', 'state.signedOutDetail'),
  somebodyElse: words('state.somebodyElse', 'state.somebodyElseDetail'),
  offline: words('state.offline', 'state.offlineDetail'),
  readFailed: words('state.readFailed', 'state.readFailedDetail'),
  readFailedLasting: words('state.readFailed', 'state.readFailedLasting'),
  gone: words('state.gone', 'state.goneDetail'),
  unchecked: words('state.unchecked'),
  waiting: words('state.saved', 'state.waiting'),
  waitingLasting: words('state.saved', 'state.waitingLasting'),
  committed: words('state.saved'),
  reconnecting: words('state.reconnecting', 'state.reconnectingDetail'),
  direct: words('state.saved', 'state.direct'),
  lastKnown: words('state.lastKnown', 'state.lastKnownDetail'),
  lastKnownLasting: words('state.lastKnownLasting', 'state.setUpWrongly'),
  confirmed: words('state.saved', 'state.confirmed'),
  welcome: words('state.welcome', 'state.welcomeDetail'),
};

/** The words of edits that are in no save yet, by what becomes of an earlier save. */
export const unsavedWords = {
  alone: words('state.unsaved'),
  'under way': words('state.unsaved', 'state.earlierUnderWay'),
  kept: words('state.unsaved', 'state.earlierKept'),
  held: words('state.unsaved', 'state.earlierHeld'),
  anotherTab: words('state.unsaved', 'state.earlierInTab'),
};

/** Returns the words for fields whose value was refused. The reasons stand under the fields. */
export function refusedWords(names: readonly FieldName[], rest: 'waiting' | 'saved' | 'unknown'): Words {
  const args = labelArgs(names);
  return { title: message('state.refused', args), detail: detailOf(rest, args) };
}

function detailOf(rest: 'waiting' | 'saved' | 'unknown', { count }: { count: number }): Message {
  if (rest === 'waiting') return message('state.refusedWaiting');
  return rest === 'saved' ? message('state.refusedSaved', { count }) : message('state.refusedReason', { count });
}

/** Returns the words for fields whose value was refused and that stand in another form. */
export function refusedElsewhereWords(names: readonly FieldName[]): Words {
  const args = labelArgs(names);
  return { title: message('state.refused', args), detail: message('state.refusedElsewhere', { count: args.count }) };
}

/** The captions of the preview: whether others see the person so. */
export const captions = {
  unsaved: message('preview.unsaved'),
  gone: message('preview.gone'),
  soon: message('preview.soon'),
  waiting: message('preview.waiting'),
  lastKnown: message('preview.lastKnown'),
  current: message('preview.current'),
};

/** Returns the caption of a preview with values that were refused. */
export const refusedCaption = (names: readonly FieldName[]): Message => message('preview.refused', labelArgs(names));

/** Returns a length of time in its largest whole unit. */
export function durationInWords(ms: number): Message {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  if (seconds < 60) return message('form.seconds', { count: seconds });
  if (seconds < 3600) return message('form.minutes', { count: Math.floor(seconds / 60) });
  return message('form.hours', { count: Math.floor(seconds / 3600) });
}
