import type { Values } from '@/lib/profile/model/values';

/** One save that went straight to Clerk: a push that knew nothing of it may have written over it. */
export interface DirectSave {
  /** when it was saved, in ms since 1970 */
  at: number;
  /** what was saved, without the values that a later direct save replaced: `{ firstName: "Ann" }` */
  patch: Record<string, string>;
  /** what Clerk refused of it, and why, in words for a person: `{ lastName: "…" }` */
  refused?: Record<string, string> | undefined;
}

/** The log of direct saves in a user's private metadata: the latest of them, by their ids. */
export interface DirectSaveLog {
  saves: Partial<Record<string, DirectSave>>;
}

/** What Clerk was seen to hold for one user. */
export interface RemoteSnapshot {
  values: Values;
  /** Clerk's `updated_at`, in ms since 1970 */
  updatedAt: number;
  /** null if there was no direct save */
  directSaves: DirectSaveLog | null;
  /** when the read began, in ms since 1970 by the clock of Postgres; of an answer to a write, when that was sent */
  readStartedAt: number;
}
