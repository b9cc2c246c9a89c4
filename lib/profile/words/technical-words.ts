import type { Profile } from '@/lib/profile/model/profile';
import { fieldNames, type FieldName } from '@/lib/profile/model/values';
import type { MessageKey } from '@/lib/texts/catalogue';
import { message, type Message, type Text } from '@/lib/texts/text';

/** One line of the technical truth. */
export interface TechnicalLine {
  term: Message;
  text: Text;
}

/** What the page knows beyond its words. */
export interface TechnicalFacts {
  profile: Profile;
  /** the fields with edits that no save carries yet */
  unsaved: readonly FieldName[];
  /** the fields that a save carries whose outcome is not known yet */
  sending: readonly FieldName[];
  /** the id of the save that is on its way, or waits to be sent; null if there is none */
  saveId: string | null;
  /** the technical cause of the latest failure, of a save or of a read; null if there is none, or it is not known */
  cause: Text | null;
  /** the state of the live connection */
  live: string;
}

/** Returns the technical truth of a state, for whoever looks into it. The only words that name Clerk and Postgres. */
export function technicalLines({ profile, unsaved, sending, saveId, cause, live }: TechnicalFacts): TechnicalLine[] {
  const { pendingSince, version, lasting } = profile;
  // A save on its way is shown as if it were made.
  const pending = profile.pending.filter((name) => !sending.includes(name));
  const refusals = fieldNames.flatMap((name) => (profile.refused[name] ? [{ name, ...profile.refused[name] }] : []));
  const lines: (TechnicalLine | null)[] = [
    line('technical.state', stateOf({ ...profile, pending })),
    sending.length > 0 ? line('technical.notKnownSaved', sending.join(', ')) : null,
    ...(pending.length > 0 && pendingSince !== null ? [line('technical.pendingSince', inUtc(pendingSince))] : []),
    ...refusals.flatMap(({ name, code, message: reason, at, traceId }) => [
      line('technical.refused', message('technical.refusedAt', { field: name, at: inUtc(at), message: reason, code })),
      traceId === null ? null : line('technical.reference', traceId),
    ]),
    lasting ? line('technical.cause', message('technical.wrongKey')) : null,
    cause === null ? null : line('technical.cause', cause),
    unsaved.length > 0 ? line('technical.notSent', unsaved.join(', ')) : null,
    saveId === null ? null : line('technical.save', saveId),
    line('technical.version', version),
    line('technical.live', live),
  ];
  return lines.filter((one) => one !== null);
}

/** The messages that need no argument. */
type Term = Exclude<
  Extract<MessageKey, `technical.${string}`>,
  `technical.${'pending' | 'refusedAt' | 'withoutBoth' | 'withoutPostgresRefused'}`
>;
const line = (term: Term, text: Text): TechnicalLine => ({ term: message(term), text });

function stateOf({ pending, refused, source }: Profile): Message {
  if (pending.length > 0) return message('technical.pending', { fields: pending.join(', ') });
  if (source === 'clerk') return message('technical.fromClerk');
  if (source === 'mirror') return message('technical.fromMirror');
  return Object.keys(refused).length > 0 ? message('technical.confirmedPartly') : message('technical.confirmed');
}

/** The same everywhere, whatever the browser's language and time zone are. */
const inUtc = (iso: string): string => `${iso.slice(0, 10)} ${iso.slice(11, 19)} UTC`;
