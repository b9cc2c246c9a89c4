'use server';

import type { Route } from 'next';
import { redirect } from 'next/navigation';
import { endSession } from '@/lib/clerk/session/end-session';

/**
 * Ends this browser's session on the server, by a plain request: where Clerk's script is blocked, or no script runs.
 * @throws if Clerk cannot end it now
 */
export async function signOutAction(): Promise<void> {
  const ended = await endSession();
  if (!ended.ok) throw new Error(`the session could not be ended: ${ended.failure.message}`);
  redirect('/sign-in' as Route); // an optional part follows, which Next's types do not leave out
}
