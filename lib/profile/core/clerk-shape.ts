import { z } from 'zod';
import type { DirectSaveLog, RemoteSnapshot } from './remote-snapshot';
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
