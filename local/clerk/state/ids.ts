import { randomBytes } from 'node:crypto';

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** Returns an id as Clerk writes them: a prefix and 27 letters or digits. */
export const newId = (prefix: string): string =>
  `${prefix}_${Array.from(randomBytes(27), (byte) => ALPHABET[byte % ALPHABET.length]).join('')}`;

/** Returns a trace id as in each of Clerk's errors: 32 hexadecimal digits. */
export const newTraceId = (): string => randomBytes(16).toString('hex');
