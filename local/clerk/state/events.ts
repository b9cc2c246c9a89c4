import { backendSession } from '../json/client-json';
import { backendUser, type LocalUser } from '../json/user-json';
import type { Instance } from './instance';
import type { StoredSession, StoredUser } from './state';

/** Queues a user's webhook and returns the user as it shows them; the caller saves the state. */
export function sendUserEvent(
  { webhooks, imageUrl }: Instance,
  type: 'user.created' | 'user.updated',
  user: StoredUser,
): LocalUser {
  const data = backendUser(user, imageUrl(user));
  webhooks.send(type, data);
  return data;
}

/** Queues a session's webhook, which carries its user and not its tasks; the caller saves the state. */
export function sendSessionEvent(
  { store: { state }, webhooks, imageUrl }: Instance,
  type: 'session.created' | 'session.ended' | 'session.removed' | 'session.revoked',
  session: StoredSession,
): void {
  const { tasks: _, ...data } = backendSession(session);
  const user = state.users[session.userId];
  webhooks.send(type, { ...data, user: user ? backendUser(user, imageUrl(user)) : null });
}
