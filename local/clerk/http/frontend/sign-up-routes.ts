import { Hono } from 'hono';
import { signUpJson } from '../../json/client-json';
import { notFound, sessionExists } from '../../json/errors';
import { sendUserEvent } from '../../state/events';
import { newId } from '../../state/ids';
import type { Instance } from '../../state/instance';
import { newClient, startSession } from '../../state/sessions';
import { ATTEMPT_MS, type StoredClient, type StoredSignUp } from '../../state/state';
import { activeSession } from '../../state/tokens';
import { checkSize, cleanMetadata } from '../../state/user/metadata';
import { hashPassword } from '../../state/user/passwords';
import { cleanIdentification } from '../../state/user/identifications';
import { cleanUsername } from '../../state/user/usernames';
import { addUser, cleanName } from '../../state/user/users';
import { answer, browserOf, readForm, type Browser } from './browser';

/** Signing up with e-mail address and password, in one step or more; without a code to confirm the address. */
export function signUpRoutes(instance: Instance): Hono {
  const { state } = instance.store;
  const routes = new Hono();

  /** Takes what the form holds; once address and password are there, creates the user and a session. */
  async function fillIn(signUp: StoredSignUp, client: StoredClient, body: Record<string, string>) {
    if (body.email_address !== undefined) signUp.email = cleanIdentification('email_address', body.email_address);
    if (body.password !== undefined) signUp.passwordHash = await hashPassword(body.password);
    if (body.username !== undefined) signUp.username = cleanUsername(state, body.username);
    if (body.first_name !== undefined) signUp.firstName = cleanName('first_name', body.first_name);
    if (body.last_name !== undefined) signUp.lastName = cleanName('last_name', body.last_name);
    if (body.unsafe_metadata !== undefined)
      signUp.unsafeMetadata = checkSize(
        'unsafe_metadata',
        cleanMetadata('unsafe_metadata', JSON.parse(body.unsafe_metadata) as unknown),
      );
    if (signUp.status === 'complete' || !signUp.email || !signUp.passwordHash) return;
    const user = addUser(state, { ...signUp, emails: [signUp.email], passwordHash: signUp.passwordHash });
    sendUserEvent(instance, 'user.created', user);
    const session = startSession(instance, client, user.id);
    Object.assign(signUp, { status: 'complete', createdUserId: user.id, createdSessionId: session.id });
  }

  const ownSignUp = ({ client }: Browser, id: string) => {
    if (client?.signUp?.id !== id) throw notFound('sign up', id);
    return { client, signUp: client.signUp };
  };

  routes.post('/v1/client/sign_ups', async (c) => {
    const browser = browserOf(state, c);
    if (activeSession(state, browser.client)) throw sessionExists();
    const client = browser.client ?? newClient(state);
    const signUp: StoredSignUp = {
      id: newId('sua'),
      status: 'missing_requirements',
      email: null,
      username: null,
      passwordHash: null,
      firstName: null,
      lastName: null,
      unsafeMetadata: {},
      createdSessionId: null,
      createdUserId: null,
      abandonAt: Date.now() + ATTEMPT_MS,
    };
    await fillIn(signUp, client, await readForm(c));
    client.signUp = signUp;
    return answer(c, instance, browser, client, signUpJson(signUp, state.settings));
  });

  routes.get('/v1/client/sign_ups/:id', (c) => {
    const browser = browserOf(state, c);
    const { client, signUp } = ownSignUp(browser, c.req.param('id'));
    return answer(c, instance, browser, client, signUpJson(signUp, state.settings));
  });

  routes.patch('/v1/client/sign_ups/:id', async (c) => {
    const browser = browserOf(state, c);
    const { client, signUp } = ownSignUp(browser, c.req.param('id'));
    await fillIn(signUp, client, await readForm(c));
    return answer(c, instance, browser, client, signUpJson(signUp, state.settings));
  });

  return routes;
}
