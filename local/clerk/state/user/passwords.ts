import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { passwordTooShort } from '../../json/errors';

const derive = promisify(scrypt) as (password: string, salt: Buffer, length: number) => Promise<Buffer>;

/** Clerk's shortest password, in characters. */
export const MIN_PASSWORD = 8;

/**
 * Returns a password as it is stored: salt and scrypt hash, hexadecimal.
 * @throws Clerk's 422 if it is too short
 */
export async function hashPassword(password: string): Promise<string> {
  if (password.length < MIN_PASSWORD) throw passwordTooShort(MIN_PASSWORD);
  const salt = randomBytes(16);
  return `${salt.toString('hex')}:${(await derive(password, salt, 32)).toString('hex')}`;
}

/** Returns whether a password is the stored one; false if none was ever set. */
export async function verifyPassword(password: string, stored: string): Promise<boolean> {
  if (stored === '') return false;
  const [salt = '', hash = ''] = stored.split(':');
  return timingSafeEqual(await derive(password, Buffer.from(salt, 'hex'), 32), Buffer.from(hash, 'hex'));
}
