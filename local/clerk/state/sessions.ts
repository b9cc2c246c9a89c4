import { randomBytes } from 'node:crypto';
import { backendSession } from '../json/client-json';
import { notFound } from '../http/errors';
import { newId } from './ids';
import type { Instance } from './instance';
import type { State, StoredClient, StoredSession } from './state';
import { backendUser } from '../json/user-json';
import type { EventType } from './webhooks';

/** A browser that was not seen before. */
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
  tell(instance, 'session.created', session);
  return session;
}

/** Ends a session: by its user (`removed`, `ended`) or from outside (`revoked`). */
export function endSession(instance: Instance, session: StoredSession, status: 'ended' | 'removed' | 'revoked'): void {
  if (session.status !== 'active') return;
  const { state } = instance.store;
  const now = Date.now();
  session.status = status;
  session.updatedAt = now;
  tell(instance, `session.${status}`, session);
  const client = state.clients[session.clientId];
  if (!client) return;
  client.updatedAt = now;
  const others = client.sessionIds.filter((id) => state.sessions[id]?.status === 'active');
  if (client.lastActiveSessionId === session.id) client.lastActiveSessionId = others.at(-1) ?? null;
  client.uat = others.length > 0 ? Math.floor(now / 1000) : 0;
}

/** Sends a session's webhook, which carries its user and not its tasks. */
function tell(
  { store: { state }, webhooks, imageUrl }: Instance,
  type: Extract<EventType, `session.${string}`>,
  session: StoredSession,
): void {
  const { tasks: _, ...data } = backendSession(session);
  const user = state.users[session.userId];
  webhooks.send(type, { ...data, user: user ? backendUser(user, imageUrl(user)) : null });
}

export function requireSession(state: State, id: string): StoredSession {
  const session = state.sessions[id];
  if (!session) throw notFound('session', id);
  return session;
}
