import { z } from 'zod';

const eventSchema = z.discriminatedUnion('kind', [
  /** the profile is another now; `version` names what devices are told */
  z.object({ kind: z.literal('changed'), userId: z.string(), version: z.string() }),
  /** the profile may be another now: whoever shows it should ask */
  z.object({ kind: z.literal('check'), userId: z.string() }),
  /** one of the user's sessions is over: nothing more is to be told to it */
  z.object({ kind: z.literal('ended'), userId: z.string(), sessionId: z.string() }),
]);

/** What happened to one user's profile or session. It never carries data: whoever hears of it asks for that. */
export type LiveEvent = z.output<typeof eventSchema>;

/** An event as it travels between processes: far below the 8,000 bytes that Postgres takes. */
export const encodeEvent = (event: LiveEvent): string => JSON.stringify(event);

/** The event in a payload; null for one that another version of the app sent, or somebody else. */
export function decodeEvent(payload: string): LiveEvent | null {
  try {
    return eventSchema.safeParse(JSON.parse(payload)).data ?? null;
  } catch {
    return null; // not JSON
  }
}
