import { expect, test } from '@playwright/test';
import { join } from 'node:path';
import { ensureClerkScripts, startLocalClerk } from '@/local/clerk/start';
import { aUserIn } from '../../support/builders';

/** Clerk's own scripts, as far as this test asks them. */
interface ClerkScripts {
  load(): Promise<void>;
  client: {
    signIn: { create(given: object): Promise<{ createdSessionId: string; supportedIdentifiers: string[] }> };
  };
  setActive(given: { session: string }): Promise<void>;
  user: {
    username: string | null;
    firstName: string | null;
    hasImage: boolean;
    unsafeMetadata: object;
    update(given: object): Promise<unknown>;
    updateMetadata(given: object): Promise<unknown>;
    setProfileImage(given: { file: File | string | null }): Promise<unknown>;
  };
}

test('Clerk’s own scripts sign in by user name on the local Clerk, and change what is the person’s', async ({
  page,
}) => {
  const scriptsDir = join(__dirname, '../../../.perdure/clerk-scripts');
  await ensureClerkScripts(scriptsDir);
  const clerk = await startLocalClerk({ scriptsDir, settings: { usernames: true } });
  const { frontendUrl, publishableKey } = clerk;
  const password = 'correct horse battery';
  const unsafeMetadata = { a: { b: 1 }, old: 'x' };
  const { id } = await aUserIn(clerk, { password, username: 'ann_lee', lastName: 'Lee', unsafeMetadata });

  // a page of the Frontend API's own origin, so that its cookies are the page's
  const script = `${frontendUrl}/npm/@clerk/clerk-js@6/dist/clerk.browser.js`;
  const options = `data-clerk-publishable-key="${publishableKey}" data-clerk-proxy-url="${frontendUrl}"`;
  const html = `<!doctype html><title>Clerk</title><script src="${script}" ${options}></script>`;
  await page.route(`${frontendUrl}/page`, (route) => route.fulfill({ contentType: 'text/html', body: html }));
  await page.goto(`${frontendUrl}/page`);

  const seen = await page.evaluate(async (secret) => {
    const scripts = (window as unknown as { Clerk: ClerkScripts }).Clerk;
    await scripts.load();
    const signIn = await scripts.client.signIn.create({
      strategy: 'password',
      identifier: 'Ann_Lee',
      password: secret,
    });
    await scripts.setActive({ session: signIn.createdSessionId });
    const me = scripts.user;
    const found: Record<string, unknown> = { supported: signIn.supportedIdentifiers, signedInAs: me.username };
    await me.updateMetadata({ unsafeMetadata: { a: { c: true }, old: null } });
    found.metadata = { ...me.unsafeMetadata };
    await me.update({ username: 'New_Name', firstName: 'Bea' });
    found.renamed = [me.username, me.firstName];
    found.refused = await me.update({ username: 'x' }).then(
      () => null,
      (error: { errors: { code: string; meta: { paramName: string } }[] }) => [
        error.errors[0]!.code,
        error.errors[0]!.meta.paramName,
      ],
    );
    await me.update({ username: null });
    found.cleared = me.username;
    await me.setProfileImage({ file: new File(['picture'], 'me.png', { type: 'image/png' }) });
    await me.setProfileImage({ file: 'data:image/png;base64,cGljdHVyZQ==' });
    found.hasImage = scripts.user.hasImage;
    return found;
  }, password);

  expect(seen).toEqual({
    supported: ['email_address', 'username'],
    signedInAs: 'ann_lee',
    metadata: { a: { b: 1, c: true } },
    renamed: ['new_name', 'Bea'],
    refused: ['form_username_invalid_length', 'username'],
    cleared: null,
    hasImage: true,
  });
  const user = clerk.getUser(id)!;
  expect(user).toMatchObject({ first_name: 'Bea', username: null, unsafe_metadata: { a: { b: 1, c: true } } });
  expect(await (await fetch(user.image_url)).text()).toBe('picture');
  await clerk.stop();
});
