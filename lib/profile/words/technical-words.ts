import type { Profile } from '@/lib/profile/model/profile';
import { fieldNames, type FieldName } from '@/lib/profile/model/values';

/** One line of the technical truth. */
export interface TechnicalLine {
  term: string;
  text: string;
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
  cause: string | null;
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
    line('State', stateOf({ ...profile, pending })),
    sending.length > 0 ? line('Not known to be saved', sending.join(', ')) : null,
    ...(pending.length > 0 && pendingSince !== null ? [line('Pending since', inUtc(pendingSince))] : []),
    ...refusals.flatMap(({ name, code, message, at, traceId }) => [
      line('Clerk refused', `${name} at ${inUtc(at)}: ${message} (${code})`),
      traceId === null ? null : line('Clerk’s reference', traceId),
    ]),
    lasting ? line('Cause', 'the key for Clerk is missing or wrong') : null,
    cause === null ? null : line('Cause', cause),
    unsaved.length > 0 ? line('Not sent', unsaved.join(', ')) : null,
    saveId === null ? null : line('Save', saveId),
    line('Version', version),
    line('Live connection', live),
  ];
  return lines.filter((one) => one !== null);
}

const line = (term: string, text: string): TechnicalLine => ({ term, text });

function stateOf({ pending, refused, source }: Profile): string {
  if (pending.length > 0) return `In Postgres, pending for Clerk: ${pending.join(', ')}`;
  if (source === 'clerk') return 'Read from Clerk, while Postgres is unreachable';
  if (source === 'mirror') return 'Read from Postgres, while Clerk could not be read';
  return Object.keys(refused).length > 0 ? 'Confirmed by Clerk, but for what it refused' : 'Confirmed by Clerk';
}

/** The same everywhere, whatever the browser's language and time zone are. */
const inUtc = (iso: string): string => `${iso.slice(0, 10)} ${iso.slice(11, 19)} UTC`;
