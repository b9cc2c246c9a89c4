import { z } from 'zod';
import { fieldNames, fieldOf, readValue, type FieldName, type Patch, type Values } from '@/lib/profile/model/values';

/** The part of Clerk's user that holds fields: `publicMetadata` is `{ avatarColor: "teal", … }`. */
export interface ClerkShape {
  firstName: string | null;
  lastName: string | null;
  publicMetadata: Record<string, unknown>;
}

/** One write to Clerk's API: names and metadata have an endpoint each. */
export interface ClerkWrites {
  attributes: Partial<Record<'firstName' | 'lastName', string>>;
  publicMetadata: Record<string, string>;
}

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

/** Returns the declared fields of Clerk's user as values; a field that Clerk does not hold has its `initial` value. */
export function fromClerk(user: ClerkShape): Values {
  const entries = fieldNames.map((name) => {
    const { clerk } = fieldOf(name);
    const stored = 'attribute' in clerk ? user[clerk.attribute] : user.publicMetadata[clerk.publicMetadata];
    return [name, readValue(name, stored)];
  });
  return Object.fromEntries(entries) as Values;
}

/** Texts by field name, without null: a deep merge that removes a key leaves a null if the key was not there. */
const textsSchema = z
  .record(z.string(), z.string().nullable())
  .transform(
    (texts) => Object.fromEntries(Object.entries(texts).filter(([, text]) => text !== null)) as Record<string, string>,
  );
const directSavesSchema = z.object({
  perdure: z.object({
    saves: z.record(z.string(), z.object({ at: z.number(), patch: textsSchema, refused: textsSchema.optional() })),
  }),
});

/** Returns the log of direct saves in a user's private metadata; null if there is none. */
export const directSavesOf = (privateMetadata: Record<string, unknown>): DirectSaveLog | null =>
  'perdure' in privateMetadata ? (directSavesSchema.safeParse(privateMetadata).data?.perdure ?? null) : null;

/** Returns Clerk's user as a merge reads it. `readStartedAt` is that of `RemoteSnapshot`. */
export const toSnapshot = (
  user: ClerkShape & { updatedAt: number; privateMetadata: Record<string, unknown> },
  readStartedAt: number,
): RemoteSnapshot => ({
  values: fromClerk(user),
  updatedAt: user.updatedAt,
  directSaves: directSavesOf(user.privateMetadata),
  readStartedAt,
});

/** Returns a patch as the writes that Clerk's two endpoints take. */
export function toClerk(patch: Patch): ClerkWrites {
  const writes: ClerkWrites = { attributes: {}, publicMetadata: {} };
  for (const name of fieldNames) {
    const value = patch[name];
    if (value === undefined) continue;
    const { clerk } = fieldOf(name);
    if ('attribute' in clerk) writes.attributes[clerk.attribute] = value;
    else writes.publicMetadata[clerk.publicMetadata] = value;
  }
  return writes;
}

const snakeCase = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** Returns the field, one of `names`, that a parameter in Clerk's error belongs to; null if there is none. */
export function fieldOfParam(param: string | null, names: readonly FieldName[]): FieldName | null {
  if (param === null) return null;
  const key = param.split('.').at(-1);
  const matches = (name: FieldName) => {
    const { clerk } = fieldOf(name);
    return 'attribute' in clerk
      ? param === snakeCase(clerk.attribute) || param === clerk.attribute
      : key === clerk.publicMetadata;
  };
  return names.find(matches) ?? null;
}

/** Returns which of Clerk's endpoints a field is written through. */
export const endpointOf = (name: FieldName): 'attributes' | 'publicMetadata' =>
  'attribute' in fieldOf(name).clerk ? 'attributes' : 'publicMetadata';
