import { MAX_ENTRIES } from '@/lib/profile/core/direct-save-log';
import type { Field } from '@/lib/profile/model/kinds/kind';
import { bytesOf, maxBytesOf } from './max-bytes';

/** What Clerk takes of each document of metadata, in bytes. Source: clerk.com/docs, "User metadata". */
export const MOST_OF_DOCUMENT = 8 * 1024;
/** What is left for custom claims in a session token, in bytes: its cookie has 4 KB. Source: the same. */
export const MOST_OF_CLAIMS = 1_228;
/** Room for why Clerk refused a field of a direct save, in bytes. */
const REASON = 200;

type Fields = Readonly<Record<string, Field>>;
/** A key of a document, and how many bytes it and its largest value take. */
type Part = [key: string, bytes: number];

/**
 * Checks the sizes of a list of fields.
 * @throws an error that lists what is wrong with them
 */
export function stopAtSizeFaults(fields: Fields): void {
  const faults = sizeFaults(fields);
  if (faults.length === 0) return;
  const lines = faults.map((fault) => `  ✗ ${fault}`);
  throw new Error(['The fields in lib/profile/fields.ts cannot all be saved:', ...lines].join('\n'));
}

const documents = ['publicMetadata', 'privateMetadata', 'unsafeMetadata'] as const;

/** `"key":value,` */
const entryBytes = (key: string, valueBytes: number): number => bytesOf(key) + 1 + valueBytes + 1;
const total = (parts: readonly Part[]): number => parts.reduce((all, [, bytes]) => all + bytes, bytesOf({}));

/**
 * Returns what is wrong with a list of fields: which documents of Clerk's, and whether the session token, they can
 * outgrow with all of them at their maximum. A character counts as four bytes.
 */
export function sizeFaults(fields: Fields): string[] {
  const inDocuments = documents.map((document) => {
    const own = Object.values(fields).flatMap((field): Part[] => {
      const [place, key] = Object.entries(field.clerk)[0] as [string, string];
      return place === document ? [[key, entryBytes(key, maxBytesOf(field))]] : [];
    });
    const log: Part[] = document === 'privateMetadata' ? [['the direct-save log', logBytes(fields)]] : [];
    return tooLarge(`Clerk’s ${document}`, [...own, ...log], MOST_OF_DOCUMENT);
  });
  const claims = Object.entries(fields).filter(([, { inSession }]) => inSession);
  const claimed = claims.map(([name, field]): Part => [name, entryBytes(name, maxBytesOf(field))]);
  const unable = claims.filter(([, { clerk }]) => 'privateMetadata' in clerk || 'mirrorOnly' in clerk);
  return [
    ...inDocuments,
    tooLarge('Clerk’s session token', claimed, MOST_OF_CLAIMS),
    ...unable.map(([name]) => `${name} cannot be in Clerk’s session token: it has no private metadata.`),
  ].filter((fault) => fault !== null);
}

function tooLarge(what: string, parts: Part[], most: number): string | null {
  const bytes = total(parts);
  if (bytes <= most) return null;
  const listed = [...parts].sort(([, a], [, b]) => b - a).map(([key, size]) => `${key} ${size}`);
  return (
    `${what} has room for ${most} bytes, and its fields can need ${bytes}: ${listed.join(', ')}. ` +
    'Lower a `max`, or keep one elsewhere.'
  );
}

/** Returns the room of the direct-save log: each field is once in it, as a later save of the field replaces it. */
function logBytes(fields: Fields): number {
  const uuid = '00000000-0000-4000-8000-000000000000';
  const entry = entryBytes(uuid, bytesOf({ at: 1_800_000_000_000, patch: {}, refused: {} }));
  const values = Object.entries(fields)
    .filter(([, { clerk }]) => !('mirrorOnly' in clerk))
    .map(([name, field]) => entryBytes(name, maxBytesOf(field)) + entryBytes(name, bytesOf(null)));
  const frame = entryBytes('perdure', bytesOf({ saves: {} }));
  return frame + MAX_ENTRIES * entry + values.reduce((all, one) => all + one, REASON);
}
