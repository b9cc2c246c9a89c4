import { pendingFields, standingRefusals, type Mirror } from './mirror';

/** The columns that follow from a mirror. */
export interface MirrorColumns {
  values: Mirror['values'];
  confirmed: Mirror['confirmed'];
  revision: number;
  clerkUpdatedAt: Date | null;
  refused: Record<string, { value: string; code: string; message: string; traceId: string | null; at: string }> | null;
  doubtful: { patch: Record<string, string>; at: number }[] | null;
  /** due now where something is pending; null where nothing is */
  pushAt: Date | null;
  pendingSince: Date | null;
}

/** What to write for `mirror`, `before` being the row it came from. */
export function mirrorColumns(mirror: Mirror, before: { pendingSince: Date | null }, now: Date): MirrorColumns {
  const pending = pendingFields(mirror).length > 0;
  const refused = standingRefusals(mirror);
  return {
    values: mirror.values,
    confirmed: mirror.confirmed,
    revision: mirror.revision,
    clerkUpdatedAt: mirror.clerkUpdatedAt === null ? null : new Date(mirror.clerkUpdatedAt),
    refused: Object.keys(refused).length > 0 ? refused : null,
    doubtful: mirror.doubtful.length > 0 ? mirror.doubtful.map(({ patch, at }) => ({ patch: { ...patch }, at })) : null,
    pushAt: pending ? now : null,
    pendingSince: pending ? (before.pendingSince ?? now) : null,
  };
}
