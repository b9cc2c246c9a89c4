import { z } from 'zod';
import type { ClerkPlace } from '@/lib/profile/model/kinds/kind';
import { asText, type Value } from '@/lib/profile/model/value';
import { fieldNames, fieldOf, readValue, type FieldName, type Patch, type Values } from '@/lib/profile/model/values';

/** The part of Clerk's user that holds fields: `publicMetadata` is `{ avatarColor: "teal", … }`. */
export interface ClerkShape {
  firstName: string | null;
  lastName: string | null;
  username: string | null;
  publicMetadata: Record<string, unknown>;
  privateMetadata: Record<string, unknown>;
  unsafeMetadata: Record<string, unknown>;
}

/** One write to Clerk's API: attributes and metadata have an endpoint each. */
export interface ClerkWrites {
  attributes: Partial<Record<'firstName' | 'lastName' | 'username', string>>;
  metadata: Partial<Record<Document, Record<string, Value>>>;
}

/** The documents of Clerk's metadata. */
type Document = 'publicMetadata' | 'privateMetadata' | 'unsafeMetadata';

/** Where Clerk keeps a field: an attribute of the user, or a key of a document. Null for what only the mirror keeps. */
type Place = { attribute: 'firstName' | 'lastName' | 'username' } | { document: Document; key: string } | null;

function toPlace(clerk: ClerkPlace): Place {
  if ('mirrorOnly' in clerk) return null;
  if ('attribute' in clerk) return clerk;
  const [document, key] = Object.entries(clerk)[0] as [Document, string];
  return { document, key };
}

/** Read for each field of every merge and call: so found once. */
const places = Object.fromEntries(fieldNames.map((name) => [name, toPlace(fieldOf(name).clerk)])) as Record<
  FieldName,
  Place
>;

/** True for a field that only the mirror keeps: it is never read from Clerk, nor written there. */
export const isMirrorOnly = (name: FieldName): boolean => places[name] === null;

/** The fields that Clerk does not keep. */
export const mirrorOnlyFields = fieldNames.filter(isMirrorOnly);

/** One save that went straight to Clerk: a push that knew nothing of it may have written over it. */
export interface DirectSave {
  /** when it was saved, in ms since 1970 */
  at: number;
  /** what was saved, without the values that a later direct save replaced: `{ firstName: "Ann" }` */
  patch: Record<string, Value>;
  /** what Clerk refused of it, and why: a text by the name of its field, as `encodeText` writes it */
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
    const place = places[name];
    if (place === null) return [name, fieldOf(name).initial];
    return [name, readValue(name, 'attribute' in place ? user[place.attribute] : user[place.document][place.key])];
  });
  return Object.fromEntries(entries) as Values;
}

/** Entries by field name, without null: a deep merge that removes a key leaves a null if the key was not there. */
const withoutNulls = <T>(schema: z.ZodType<T>) =>
  z
    .record(z.string(), schema.nullable())
    .transform((all) => Object.fromEntries(Object.entries(all).filter(([, one]) => one !== null)) as Record<string, T>);
const textsSchema = withoutNulls(z.string());
const patchSchema = withoutNulls(z.custom<Value>());
const directSavesSchema = z.object({
  perdure: z.object({
    saves: z.record(z.string(), z.object({ at: z.number(), patch: patchSchema, refused: textsSchema.optional() })),
  }),
});

/** Returns the log of direct saves in a user's private metadata; null if there is none. */
export const directSavesOf = (privateMetadata: Record<string, unknown>): DirectSaveLog | null =>
  'perdure' in privateMetadata ? (directSavesSchema.safeParse(privateMetadata).data?.perdure ?? null) : null;

/** Returns Clerk's user as a merge reads it. `readStartedAt` is that of `RemoteSnapshot`. */
export const toSnapshot = (user: ClerkShape & { updatedAt: number }, readStartedAt: number): RemoteSnapshot => ({
  values: fromClerk(user),
  updatedAt: user.updatedAt,
  directSaves: directSavesOf(user.privateMetadata),
  readStartedAt,
});

/** Returns a patch as the writes that Clerk's two endpoints take. In metadata, null removes a key. */
export function toClerk(patch: Patch): ClerkWrites {
  const writes: ClerkWrites = { attributes: {}, metadata: {} };
  for (const name of fieldNames) {
    const value = patch[name];
    const place = places[name];
    if (value === undefined || place === null) continue;
    if ('attribute' in place) writes.attributes[place.attribute] = asText(value);
    else writes.metadata[place.document] = { ...writes.metadata[place.document], [place.key]: value };
  }
  return writes;
}

const snakeCase = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** Returns the field, one of `names`, that a parameter in Clerk's error belongs to; null if there is none. */
export function fieldOfParam(param: string | null, names: readonly FieldName[]): FieldName | null {
  if (param === null) return null;
  const [document, key] = param.split('.');
  const matches = (name: FieldName) => {
    const place = places[name];
    if (place === null) return false;
    if ('attribute' in place) return param === snakeCase(place.attribute) || param === place.attribute;
    if (key === undefined) return document === place.key;
    return key === place.key && (document === place.document || document === snakeCase(place.document));
  };
  return names.find(matches) ?? null;
}

/** Returns which of Clerk's endpoints a field is written through; null for what only the mirror keeps. */
export function endpointOf(name: FieldName): keyof ClerkWrites | null {
  const place = places[name];
  return place && ('attribute' in place ? 'attributes' : 'metadata');
}
