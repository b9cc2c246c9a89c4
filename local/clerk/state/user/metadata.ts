import { metadataNoObject, metadataTooLarge } from '../../json/errors';
import type { Metadata } from '../state';

/** Clerk's limit for each kind of metadata, in bytes. */
const MAX_METADATA = 8 * 1024;

const isObject = (value: unknown): value is Metadata =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Returns `base` with `patch` merged in deeply; null deletes a key. */
export function deepMerge(base: Metadata, patch: Metadata): Metadata {
  const merged: Metadata = { ...base };
  for (const [key, value] of Object.entries(patch)) {
    const before = merged[key];
    if (value === null) delete merged[key];
    else merged[key] = isObject(value) ? deepMerge(isObject(before) ? before : {}, value) : value;
  }
  return merged;
}

/**
 * Returns metadata as given.
 * @throws Clerk's 422 if it is no object
 */
export function cleanMetadata(param: string, value: unknown): Metadata {
  if (!isObject(value)) throw metadataNoObject(param);
  return value;
}

/** A user's three documents of metadata, by Clerk's parameter. */
export const METADATA = {
  public_metadata: 'publicMetadata',
  private_metadata: 'privateMetadata',
  unsafe_metadata: 'unsafeMetadata',
} as const;
export type MetadataParam = keyof typeof METADATA;
export const isMetadata = (param: string): param is MetadataParam => Object.hasOwn(METADATA, param);

/**
 * Returns metadata as given.
 * @throws Clerk's 422 if it is above 8 KiB
 */
export function checkSize(param: string, metadata: Metadata): Metadata {
  if (Buffer.byteLength(JSON.stringify(metadata)) > MAX_METADATA) throw metadataTooLarge(param);
  return metadata;
}
