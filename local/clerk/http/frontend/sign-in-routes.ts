import { Hono } from 'hono';
import { signInJson } from '../../json/client-json';
import { identifierNotFound, notFound, paramMissing, passwordIncorrect, sessionExists } from '../../json/errors';
import { newId } from '../../state/ids';
import type { Instance } from '../../state/instance';
import { newClient, startSession } from '../../state/sessions';
import { ATTEMPT_MS, type StoredClient, type StoredSignIn } from '../../state/state';
import { activeSession } from '../../state/tokens';
import { verifyPassword } from '../../state/user/passwords';
import { findByIdentifier } from '../../state/user/identifications';
import { answer, browserOf, readForm, type Browser } from './browser';

/** Signing in with e-mail address or user name and a password, in one step or two. */
export function signInRoutes(instance: Instance): Hono {
  const { state } = instance.store;
  const routes = new Hono();

  async function attemptPassword(signIn: StoredSignIn, client: StoredClient, password: string | undefined) {
    const user = state.users[signIn.userId];
    if (password === undefined) throw paramMissing('password');
    if (!user || !(await verifyPassword(password, user.passwordHash))) throw passwordIncorrect();
    const session = startSession(instance, client, user.id);
    Object.assign(signIn, { status: 'complete', createdSessionId: session.id });
  }

  const ownSignIn = ({ client }: Browser, id: string) => {
    if (client?.signIn?.id !== id) throw notFound('sign in', id);
    return { client, signIn: client.signIn };
  };

  routes.post('/v1/client/sign_ins', async (c) => {
    const browser = browserOf(state, c);
    const body = await readForm(c);
    if (activeSession(state, browser.client)) throw sessionExists();
    if (!body.identifier) throw paramMissing('identifier');
    const user = findByIdentifier(state, body.identifier);
    if (!user) throw identifierNotFound();
    const client = browser.client ?? newClient(state);
    const signIn: StoredSignIn = {
      id: newId('sia'),
      userId: user.id,
      identifier: body.identifier,
      status: 'needs_first_factor',
      createdSessionId: null,
      abandonAt: Date.now() + ATTEMPT_MS,
    };
    client.signIn = signIn;
    if (body.strategy === 'password' || body.password !== undefined)
      await attemptPassword(signIn, client, body.password);
    return answer(c, instance, browser, client, signInJson(instance, signIn));
  });

  routes.get('/v1/client/sign_ins/:id', (c) => {
    const browser = browserOf(state, c);
    const { client, signIn } = ownSignIn(browser, c.req.param('id'));
    return answer(c, instance, browser, client, signInJson(instance, signIn));
  });

  routes.post('/v1/client/sign_ins/:id/attempt_first_factor', async (c) => {
    const browser = browserOf(state, c);
    const { client, signIn } = ownSignIn(browser, c.req.param('id'));
    await attemptPassword(signIn, client, (await readForm(c)).password);
    return answer(c, instance, browser, client, signInJson(instance, signIn));
  });

  return routes;
}
