import type { LocalClerk } from '@/local/clerk/start';
import { aClerk, aReceiver, aUser, sdk } from '../support';
import { signIn } from './browser';

/** Signs a new person in, Ann Lee, in a browser of theirs. */
async function signedIn(clerk: LocalClerk, metadata = {}) {
  const user = await aUser(clerk, { firstName: 'Ann', lastName: 'Lee', ...metadata });
  const { me } = await signIn(clerk, user.email_addresses[0]!.email_address);
  return { id: user.id, updatedAt: user.updated_at, me };
}
const metadata = (patch: object) => ({ unsafe_metadata: JSON.stringify(patch) });

describe('what a person’s own browser changes in the local Clerk', () => {
  it('unsafe metadata is merged deeply, null deletes a key, and servers and webhooks have it', async () => {
    const { url, received, until } = await aReceiver();
    const clerk = await aClerk({ webhookUrl: url });
    const unsafeMetadata = { a: { b: 1, c: [1, 2] }, d: 'x' };
    const { id, updatedAt, me } = await signedIn(clerk, { unsafeMetadata });
    const before = received.length;
    const { status, user } = await me('PATCH', '/metadata', metadata({ a: { b: null, c: [3] }, e: true }));
    const merged = { a: { c: [3] }, d: 'x', e: true };
    expect({ status, metadata: user?.unsafe_metadata }).toEqual({ status: 200, metadata: merged });
    expect(user?.updated_at).toBeGreaterThanOrEqual(updatedAt);
    expect((await sdk(clerk).users.getUser(id)).unsafeMetadata).toEqual(merged);
    await until(3); // user.created, session.created, user.updated
    const events = received.slice(before).map(({ body }) => JSON.parse(body) as { type: string; data: object });
    expect(events.find(({ type }) => type === 'user.updated')?.data).toMatchObject({ unsafe_metadata: merged });
  });

  it('a browser reaches neither public nor private metadata', async () => {
    const clerk = await aClerk();
    const { id, me } = await signedIn(clerk, { publicMetadata: { plan: 'free' } });
    for (const param of ['public_metadata', 'private_metadata'])
      for (const path of ['', '/metadata'])
        expect(await me('PATCH', path, { ...metadata({}), [param]: '{"plan":"pro"}' })).toMatchObject({
          status: 422,
          code: 'form_param_unknown',
        });
    expect(clerk.getUser(id)).toMatchObject({ public_metadata: { plan: 'free' }, private_metadata: {} });
  });

  it('unsafe metadata on the user’s own endpoint is refused, as in Clerk’s API 2026-05-12', async () => {
    const { me } = await signedIn(await aClerk());
    const refused = { status: 422, code: 'form_param_unknown', param: 'unsafe_metadata' };
    expect(await me('PATCH', '', metadata({ a: 1 }))).toMatchObject(refused);
  });

  it('unsafe metadata over 8 KB, or that is no object, is refused and changes nothing', async () => {
    const clerk = await aClerk();
    const { id, me } = await signedIn(clerk, { unsafeMetadata: { a: 1 } });
    expect(await me('PATCH', '/metadata', metadata({ b: 'x'.repeat(8 * 1024) }))).toMatchObject({
      status: 422,
      code: 'form_param_exceeds_allowed_size',
      param: 'unsafe_metadata',
    });
    for (const unsafe_metadata of ['[1]', '"text"', '{"a":'])
      expect(await me('PATCH', '/metadata', { unsafe_metadata })).toMatchObject({ status: 422 });
    expect(clerk.getUser(id)?.unsafe_metadata).toEqual({ a: 1 });
  });

  it('a person changes their names and user name, and an empty text clears one', async () => {
    const clerk = await aClerk({ settings: { usernames: true } });
    const { id, me } = await signedIn(clerk);
    await me('PATCH', '', { first_name: 'Bea', last_name: '', username: 'Bea_Lee' });
    expect(clerk.getUser(id)).toMatchObject({ first_name: 'Bea', last_name: null, username: 'bea_lee' });
    await aUser(clerk, { username: 'taken' });
    const taken = { status: 422, code: 'form_identifier_exists', param: 'username' };
    expect(await me('PATCH', '', { first_name: 'Cid', username: 'taken' })).toMatchObject(taken);
    expect(clerk.getUser(id)?.first_name).toBe('Bea');
  });

  it('a person’s picture has an address that changes with it, and servers have it too', async () => {
    const clerk = await aClerk();
    const { id, me } = await signedIn(clerk);
    const pictureOf = async () => {
      const { hasImage, imageUrl } = await sdk(clerk).users.getUser(id);
      return { hasImage, imageUrl };
    };
    const drawn = await pictureOf();
    const upload = () => {
      const form = new FormData();
      form.set('file', new Blob(['same bytes'], { type: 'image/png' }), 'me.png');
      return me('POST', '/profile_image', form);
    };
    expect((await upload()).status).toBe(200);
    const first = await pictureOf();
    await upload();
    const second = await pictureOf();
    expect([drawn.hasImage, first.hasImage, second.hasImage]).toEqual([false, true, true]);
    expect(new Set([drawn.imageUrl, first.imageUrl, second.imageUrl]).size).toBe(3);
    expect(await (await fetch(second.imageUrl)).text()).toBe('same bytes');
    await me('DELETE', '/profile_image');
    expect(await pictureOf()).toEqual(drawn);
  });
});
