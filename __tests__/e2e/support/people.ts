import { randomUUID } from 'node:crypto';
import type { NewLocalUser } from '@/local/clerk/start';
import { aUserIn } from '../../support/builders';
import type { Stack } from './stack';

export interface Person {
  id: string;
  email: string;
  password: string;
  /** Signs them in as a new device at `origin`, without the form; returns the cookies that the device then holds. */
  openSession(origin: string): Promise<string>;
}

const PASSWORD = 'correct horse battery';

/** Signs a new person up in Clerk. */
export async function newPerson(
  stack: Stack,
  given: Partial<NewLocalUser> = { firstName: 'Ann', lastName: 'Lee' },
): Promise<Person> {
  const email = `${randomUUID().slice(0, 8)}@example.com`;
  const { id } = await aUserIn(stack.clerk, { email, password: PASSWORD, ...given });
  const openSession = async (origin: string) => (await stack.clerk.createSession(id, { origin })).cookies;
  return { id, email, password: PASSWORD, openSession };
}
