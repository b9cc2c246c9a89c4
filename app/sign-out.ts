'use server';

import type { Route } from 'next';
import { redirect } from 'next/navigation';
import { endSession } from '@/lib/clerk/session/end-session';
import { log } from '@/lib/log';

/**
 * Ends this browser's session on the server, by a plain request: where Clerk's script is blocked, or no script runs.
 * Returns false if Clerk could not end it.
 */
export async function signOutAction(): Promise<boolean> {
  const ended = await endSession();
  if (!ended.ok) log.error({ failure: ended.failure }, 'a session could not be ended');
  return ended.ok;
}

/** Signs out from a form that is posted without the page's script, and leads to the sign-in page. */
export async function signOutFormAction(): Promise<void> {
  if (!(await signOutAction())) throw new Error('the session could not be ended');
  redirect('/sign-in' as Route); // an optional part follows, which Next's types do not leave out
}
