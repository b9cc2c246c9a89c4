import { randomBytes } from 'node:crypto';
import { notFound } from '../json/errors';
import { sendSessionEvent } from './events';
import { newId } from './ids';
import type { Instance } from './instance';
import type { State, StoredClient, StoredSession, StoredUser } from './state';

/** Adds a browser that was not seen before. */
export function newClient(state: State): StoredClient {
  const now = Date.now();
  const client: StoredClient = {
    id: newId('client'),
    secret: randomBytes(24).toString('base64url'),
    sessionIds: [],
    lastActiveSessionId: null,
    uat: 0,
    signIn: null,
    signUp: null,
    createdAt: now,
    updatedAt: now,
  };
  state.clients[client.id] = client;
  return client;
}

/** Signs a user in on a browser. */
export function startSession(instance: Instance, client: StoredClient, userId: string): StoredSession {
  const { state } = instance.store;
  const now = Date.now();
  const session: StoredSession = {
    id: newId('sess'),
    clientId: client.id,
    userId,
    status: 'active',
    createdAt: now,
    updatedAt: now,
    lastActiveAt: now,
  };
  state.sessions[session.id] = session;
  client.sessionIds.push(session.id);
  client.lastActiveSessionId = session.id;
  client.uat = Math.floor(now / 1000);
  client.updatedAt = now;
  const user = state.users[userId];
  if (user) user.lastSignInAt = now;
  sendSessionEvent(instance, 'session.created', session);
  return session;
}

/** How a session ends: by its user (`ended`, `removed`) or from outside (`revoked`). */
export type SessionEnd = 'ended' | 'removed' | 'revoked';

/** Ends a session; one that has ended stays as it is. */
export function endSession(instance: Instance, session: StoredSession, status: SessionEnd): void {
  if (session.status !== 'active') return;
  const { state } = instance.store;
  const now = Date.now();
  session.status = status;
  session.updatedAt = now;
  sendSessionEvent(instance, `session.${status}`, session);
  const client = state.clients[session.clientId];
  if (!client) return;
  client.updatedAt = now;
  const others = client.sessionIds.filter((id) => state.sessions[id]?.status === 'active');
  if (client.lastActiveSessionId === session.id) client.lastActiveSessionId = others.at(-1) ?? null;
  client.uat = others.length > 0 ? Math.floor(now / 1000) : 0;
}

/** Ends a user's sessions, deletes the user and queues the webhook, whose data it returns. */
export function deleteUser(instance: Instance, { id }: StoredUser, status: SessionEnd) {
  const { state } = instance.store;
  for (const session of Object.values(state.sessions)) if (session.userId === id) endSession(instance, session, status);
  delete state.users[id];
  const deleted = { object: 'user', id, deleted: true };
  instance.webhooks.send('user.deleted', deleted);
  return deleted;
}

/**
 * Returns the session with this id.
 * @throws Clerk's 404 if there is none
 */
export function requireSession(state: State, id: string): StoredSession {
  const session = state.sessions[id];
  if (!session) throw notFound('session', id);
  return session;
}
