import { z } from 'zod';

const eventSchema = z.discriminatedUnion('kind', [
  /** the profile has changed; `version` is the one that devices are to show */
  z.object({ kind: z.literal('changed'), userId: z.string(), version: z.string() }),
  /** the profile may have changed: whoever shows it should read it again */
  z.object({ kind: z.literal('check'), userId: z.string() }),
  /**
   * the mirror may lack a direct save of a process that cannot reach Postgres: Clerk is to be read. `at`: of the save,
   * ms since 1970
   */
  z.object({ kind: z.literal('stale'), userId: z.string(), at: z.number() }),
  /** one of the user's sessions is over: its streams end */
  z.object({ kind: z.literal('ended'), userId: z.string(), sessionId: z.string() }),
]);

/** What happened to one user's profile or session. It never carries data: whoever is notified reads that. */
export type LiveEvent = z.output<typeof eventSchema>;

/** Returns an event as it travels between processes: far below the 8,000 bytes that Postgres takes. */
export const encodeEvent = (event: LiveEvent): string => JSON.stringify(event);

/** Returns the event in a payload; null if another version of the app sent it, or something else did. */
export function decodeEvent(payload: string): LiveEvent | null {
  try {
    return eventSchema.safeParse(JSON.parse(payload)).data ?? null;
  } catch {
    return null; // not JSON
  }
}
