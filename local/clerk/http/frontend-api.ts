import { Hono, type Context } from 'hono';
import { clientJson, sessionJson, signInJson, signUpJson } from '../json/client-json';
import { clientCookies, handshakeDirectives, nonceCookie, readCookie } from './cookies';
import { environmentJson } from '../json/environment-json';
import { identifierNotFound, notFound, notSignedIn, paramMissing, passwordIncorrect, sessionExists } from './errors';
import { newId } from '../state/ids';
import { imageResponse, readImage } from './images';
import type { Instance } from '../state/instance';
import { serveScript } from './scripts';
import { endSession, newClient, startSession } from '../state/sessions';
import type { StoredClient, StoredSession, StoredSignIn, StoredSignUp } from '../state/state';
import { activeSession, sessionToken } from '../state/tokens';
import { backendUser, frontendUser } from '../json/user-json';
import {
  addUser,
  checkSize,
  cleanEmail,
  cleanMetadata,
  cleanName,
  findByEmail,
  hashPassword,
  touchUser,
  verifyPassword,
} from '../state/users';

/** How long an unfinished sign-in or sign-up is kept, in ms. */
const ATTEMPT_MS = 86_400_000;

interface Browser {
  /** the browser's client; null where it has none yet */
  client: StoredClient | null;
  /** origin of the page, as the app's proxy tells it */
  origin: string;
  secure: boolean;
}

/** Clerk's Frontend API as far as the browser scripts use it for sign-in, sign-up and sessions. */
export function frontendApi(instance: Instance, handshakes: Map<string, string[]>): Hono {
  const { store, webhooks, imageUrl } = instance;
  const { state } = store;
  const api = new Hono();

  function browserOf(c: Context): Browser {
    const proxy = c.req.header('clerk-proxy-url');
    const origin = proxy?.startsWith('http')
      ? new URL(proxy).origin
      : (c.req.header('origin') ?? new URL(c.req.url).origin);
    const secret = readCookie(c.req.header('cookie'), '__client');
    const client = Object.values(state.clients).find((one) => one.secret === secret) ?? null;
    return { client, origin, secure: origin.startsWith('https:') };
  }

  /** Form-encoded bodies, as the browser scripts send them. */
  async function form(c: Context): Promise<Record<string, string>> {
    return Object.fromEntries(new URLSearchParams(await c.req.text()));
  }

  const setCookies = (c: Context, cookies: string[]) =>
    cookies.forEach((cookie) => c.header('set-cookie', cookie, { append: true }));

  /** Answers `{ response, client }` when the state is on the disk. */
  async function answer(c: Context, browser: Browser, client: StoredClient, response: unknown) {
    await store.save();
    setCookies(c, clientCookies(client, browser.secure));
    return c.json({ response, client: await clientJson(instance, client, browser.origin) });
  }

  function ownSession(browser: Browser, id: string): { client: StoredClient; session: StoredSession } {
    const session = state.sessions[id];
    if (!browser.client || !session || session.clientId !== browser.client.id) throw notFound('session', id);
    return { client: browser.client, session };
  }

  api.get('/.well-known/jwks.json', (c) => c.json({ keys: [state.keys.public] }));

  api.get('/v1/environment', (c) => c.json(environmentJson(state.keys.instanceId, browserOf(c).origin)));

  api.get('/v1/client', async (c) => {
    const { client, origin } = browserOf(c);
    return c.json({ response: client && (await clientJson(instance, client, origin)), client: null });
  });

  // Sign-in

  async function attemptPassword(signIn: StoredSignIn, client: StoredClient, password: string | undefined) {
    const user = state.users[signIn.userId];
    if (password === undefined) throw paramMissing('password');
    if (!user || !(await verifyPassword(password, user.passwordHash))) throw passwordIncorrect();
    const session = startSession(instance, client, user.id);
    Object.assign(signIn, { status: 'complete', createdSessionId: session.id });
  }

  api.post('/v1/client/sign_ins', async (c) => {
    const browser = browserOf(c);
    const body = await form(c);
    if (activeSession(state, browser.client)) throw sessionExists();
    if (!body.identifier) throw paramMissing('identifier');
    const user = findByEmail(state, body.identifier);
    if (!user) throw identifierNotFound();
    const client = browser.client ?? newClient(state);
    const signIn: StoredSignIn = {
      id: newId('sia'),
      userId: user.id,
      status: 'needs_first_factor',
      createdSessionId: null,
      abandonAt: Date.now() + ATTEMPT_MS,
    };
    client.signIn = signIn;
    if (body.strategy === 'password' || body.password !== undefined)
      await attemptPassword(signIn, client, body.password);
    return answer(c, browser, client, signInJson(instance, signIn));
  });

  const ownSignIn = (browser: Browser, id: string) => {
    if (browser.client?.signIn?.id !== id) throw notFound('sign in', id);
    return { client: browser.client, signIn: browser.client.signIn };
  };
  api.get('/v1/client/sign_ins/:id', (c) => {
    const browser = browserOf(c);
    const { client, signIn } = ownSignIn(browser, c.req.param('id'));
    return answer(c, browser, client, signInJson(instance, signIn));
  });
  api.post('/v1/client/sign_ins/:id/attempt_first_factor', async (c) => {
    const browser = browserOf(c);
    const { client, signIn } = ownSignIn(browser, c.req.param('id'));
    await attemptPassword(signIn, client, (await form(c)).password);
    return answer(c, browser, client, signInJson(instance, signIn));
  });

  // Sign-up

  async function fillIn(signUp: StoredSignUp, client: StoredClient, body: Record<string, string>) {
    if (body.email_address !== undefined) signUp.email = cleanEmail(body.email_address);
    if (body.password !== undefined) signUp.passwordHash = await hashPassword(body.password);
    if (body.first_name !== undefined) signUp.firstName = cleanName('first_name', body.first_name);
    if (body.last_name !== undefined) signUp.lastName = cleanName('last_name', body.last_name);
    if (body.unsafe_metadata !== undefined)
      signUp.unsafeMetadata = checkSize(
        'unsafe_metadata',
        cleanMetadata('unsafe_metadata', JSON.parse(body.unsafe_metadata) as unknown),
      );
    if (signUp.status === 'complete' || !signUp.email || !signUp.passwordHash) return;
    const user = addUser(state, { ...signUp, email: signUp.email, passwordHash: signUp.passwordHash });
    webhooks.send('user.created', backendUser(user, imageUrl(user)));
    const session = startSession(instance, client, user.id);
    Object.assign(signUp, { status: 'complete', createdUserId: user.id, createdSessionId: session.id });
  }

  api.post('/v1/client/sign_ups', async (c) => {
    const browser = browserOf(c);
    if (activeSession(state, browser.client)) throw sessionExists();
    const client = browser.client ?? newClient(state);
    const signUp: StoredSignUp = {
      id: newId('sua'),
      status: 'missing_requirements',
      email: null,
      passwordHash: null,
      firstName: null,
      lastName: null,
      unsafeMetadata: {},
      createdSessionId: null,
      createdUserId: null,
      abandonAt: Date.now() + ATTEMPT_MS,
    };
    await fillIn(signUp, client, await form(c));
    client.signUp = signUp;
    return answer(c, browser, client, signUpJson(signUp));
  });
  const ownSignUp = (browser: Browser, id: string) => {
    if (browser.client?.signUp?.id !== id) throw notFound('sign up', id);
    return { client: browser.client, signUp: browser.client.signUp };
  };
  api.get('/v1/client/sign_ups/:id', (c) => {
    const browser = browserOf(c);
    const { client, signUp } = ownSignUp(browser, c.req.param('id'));
    return answer(c, browser, client, signUpJson(signUp));
  });
  api.patch('/v1/client/sign_ups/:id', async (c) => {
    const browser = browserOf(c);
    const { client, signUp } = ownSignUp(browser, c.req.param('id'));
    await fillIn(signUp, client, await form(c));
    return answer(c, browser, client, signUpJson(signUp));
  });

  // Sessions

  api.post('/v1/client/sessions/:id/touch', async (c) => {
    const browser = browserOf(c);
    const { client, session } = ownSession(browser, c.req.param('id'));
    if (session.status !== 'active') throw notSignedIn();
    session.lastActiveAt = Date.now();
    client.lastActiveSessionId = session.id;
    return answer(c, browser, client, await sessionJson(instance, session, browser.origin));
  });
  api.post('/v1/client/sessions/:id/tokens', async (c) => {
    const browser = browserOf(c);
    const { session } = ownSession(browser, c.req.param('id'));
    if (session.status !== 'active') throw notSignedIn();
    return c.json({ object: 'token', jwt: await sessionToken(state, session, browser.origin) });
  });
  for (const [action, status] of [
    ['remove', 'removed'],
    ['end', 'ended'],
  ] as const)
    api.post(`/v1/client/sessions/:id/${action}`, async (c) => {
      const browser = browserOf(c);
      const { client, session } = ownSession(browser, c.req.param('id'));
      endSession(instance, session, status);
      return answer(c, browser, client, await sessionJson(instance, session, browser.origin));
    });
  api.delete('/v1/client/sessions', async (c) => {
    const { client, origin, secure } = browserOf(c);
    if (!client) return c.json({ response: null, client: null });
    for (const id of client.sessionIds) {
      const session = state.sessions[id];
      if (session) endSession(instance, session, 'removed');
    }
    Object.assign(client, { signIn: null, signUp: null });
    await store.save();
    setCookies(c, clientCookies(client, secure));
    return c.json({ response: await clientJson(instance, client, origin), client: null });
  });

  api.get('/v1/client/handshake', async (c) => {
    const { client, origin, secure } = browserOf(c);
    const back = c.req.query('redirect_url');
    if (!back) throw paramMissing('redirect_url');
    const session = activeSession(state, client);
    const token = session && (await sessionToken(state, session, new URL(back, origin).origin));
    const nonce = newId('nonce');
    handshakes.set(nonce, handshakeDirectives(client, token, secure));
    setTimeout(() => handshakes.delete(nonce), 60_000).unref();
    setCookies(c, [nonceCookie(nonce, secure)]);
    return c.redirect(back, 307);
  });

  // The signed-in person

  function me(c: Context) {
    const browser = browserOf(c);
    const session = activeSession(state, browser.client);
    const user = session && state.users[session.userId];
    if (!browser.client || !user) throw notSignedIn();
    return { browser, client: browser.client, user };
  }
  api.get('/v1/me', (c) => {
    const { browser, client, user } = me(c);
    return answer(c, browser, client, frontendUser(user, imageUrl(user)));
  });
  api.get('/v1/me/sessions/active', (c) => {
    const { browser, user } = me(c);
    const sessions = Object.values(state.sessions).filter(
      (session) => session.userId === user.id && session.status === 'active',
    );
    return Promise.all(sessions.map((session) => sessionJson(instance, session, browser.origin))).then((all) =>
      c.json(all),
    );
  });
  const changeImage = async (c: Context, image: string | null) => {
    const { browser, client, user } = me(c);
    user.image = image;
    touchUser(user);
    webhooks.send('user.updated', backendUser(user, imageUrl(user)));
    const about = image ? { name: 'profile image', public_url: imageUrl(user) } : { deleted: true };
    return answer(c, browser, client, { object: 'image', id: user.id, ...about });
  };
  api.post('/v1/me/profile_image', async (c) => changeImage(c, await readImage(await c.req.formData())));
  api.delete('/v1/me/profile_image', (c) => changeImage(c, null));

  api.get('/images/:id', (c) => imageResponse(state.users[c.req.param('id')]?.image ?? null));
  api.get('/npm/*', (c) => serveScript(instance.scriptsDir, c.req.path));

  return api;
}
