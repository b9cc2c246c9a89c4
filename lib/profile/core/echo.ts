import { isSameValue, type Value } from '@/lib/profile/model/value';
import { readValue, type FieldName } from '@/lib/profile/model/values';
import type { InFlightWrite } from './mirror';
import type { DirectSaveLog } from './clerk-shape';

/** How long a write of unknown outcome can still land, in ms. */
export const IN_FLIGHT_MS = 10 * 60_000;

/** One value that was written, and when, in ms since 1970. */
export interface Write {
  value: Value;
  at: number;
}

/** True if the write may still land. */
export const isInFlight = (write: Pick<Write, 'at'>, now: number): boolean => now - write.at < IN_FLIGHT_MS;

/** Returns what direct saves wrote to one field, as values are read: the log has "" for null. The latest is first. */
export const directWritesOf = (log: DirectSaveLog | null, name: FieldName): Write[] =>
  Object.values(log?.saves ?? {})
    .flatMap((save) =>
      save?.patch[name] === undefined ? [] : [{ value: readValue(name, save.patch[name]), at: save.at }],
    )
    .sort((a, b) => b.at - a.at);

/** What of our own writes can show up in Clerk late. */
export interface OwnWrites {
  inFlightWrites: readonly InFlightWrite[];
  directSaves: DirectSaveLog | null;
}

/**
 * True if `value` may be an echo: an in-flight write of ours, or a direct save of before `before` that landed late.
 * Times are in ms since 1970.
 */
export function isEcho(own: OwnWrites, name: FieldName, value: Value, before: number, now: number): boolean {
  if (own.inFlightWrites.some((write) => isInFlight(write, now) && isSameValue(write.patch[name], value))) return true;
  const last = directWritesOf(own.directSaves, name).find((write) => isSameValue(write.value, value));
  return last !== undefined && last.at < before && isInFlight(last, now);
}
