import { randomBytes } from 'node:crypto';
import { backendSession } from './client-json';
import { notFound } from './errors';
import { newId } from './ids';
import type { Instance } from './instance';
import type { State, StoredClient, StoredSession } from './state';

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
export function startSession({ store: { state }, webhooks }: Instance, client: StoredClient, userId: string): StoredSession {
  const now = Date.now();
  const session: StoredSession = { id: newId('sess'), clientId: client.id, userId, status: 'active', createdAt: now, updatedAt: now, lastActiveAt: now };
  state.sessions[session.id] = session;
  client.sessionIds.push(session.id);
  client.lastActiveSessionId = session.id;
  client.uat = Math.floor(now / 1000);
  client.updatedAt = now;
  const user = state.users[userId];
  if (user) user.lastSignInAt = now;
  webhooks.send('session.created', backendSession(session));
  return session;
}

/** Ends a session: by its user (`removed`, `ended`) or from outside (`revoked`). */
export function endSession({ store: { state }, webhooks }: Instance, session: StoredSession, status: 'ended' | 'removed' | 'revoked'): void {
  if (session.status !== 'active') return;
  const now = Date.now();
  session.status = status;
  session.updatedAt = now;
  webhooks.send(`session.${status}`, backendSession(session));
  const client = state.clients[session.clientId];
  if (!client) return;
  client.updatedAt = now;
  const others = client.sessionIds.filter((id) => state.sessions[id]?.status === 'active');
  if (client.lastActiveSessionId === session.id) client.lastActiveSessionId = others.at(-1) ?? null;
  client.uat = others.length > 0 ? Math.floor(now / 1000) : 0;
}

export function requireSession(state: State, id: string): StoredSession {
  const session = state.sessions[id];
  if (!session) throw notFound('session', id);
  return session;
}
