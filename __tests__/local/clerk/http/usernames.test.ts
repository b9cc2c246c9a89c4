import { startLocalClerk } from '@/local/clerk/start';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { aClerk, aReceiver, aUser, failureOf, sdk } from '../support';
import { signIn } from './browser';

const folder = mkdtempSync(join(tmpdir(), 'local-clerk-'));
afterAll(() => rmSync(folder, { recursive: true }));
const named = () => aClerk({ settings: { usernames: true } });
const none = null as unknown as string; // the SDK's types know no other way to clear an attribute

describe('user names of the local Clerk', () => {
  it('Clerk’s SDK sets a user name, which is kept in lower case, and clears it with null', async () => {
    const clerk = await named();
    const { id } = await aUser(clerk);
    const { users } = sdk(clerk);
    expect((await users.updateUser(id, { username: 'Ann_Lee-7' })).username).toBe('ann_lee-7');
    expect((await users.getUser(id)).username).toBe('ann_lee-7');
    expect((await users.updateUser(id, { username: none })).username).toBeNull();
  });

  it('a user name that somebody has in any case is refused, and nothing of the call is applied', async () => {
    const clerk = await named();
    const [ann, bea] = [await aUser(clerk, { username: 'ann_lee' }), await aUser(clerk)];
    const { users } = sdk(clerk);
    const text = 'That username is taken. Please try another.';
    const taken = { status: 422, code: 'form_identifier_exists', param: 'username', text };
    expect(await failureOf(users.updateUser(bea.id, { firstName: 'Eve', username: 'ANN_LEE' }))).toMatchObject(taken);
    expect(clerk.getUser(bea.id)).toMatchObject({ first_name: 'Ann', username: null });
    expect((await users.updateUser(ann.id, { username: 'Ann_Lee' })).username).toBe('ann_lee'); // one’s own
    await users.updateUser(ann.id, { username: none });
    expect((await users.updateUser(bea.id, { username: 'ann_lee' })).username).toBe('ann_lee'); // free again
  });

  it.each([
    ['of three characters', 'ann', 'form_username_invalid_length'],
    ['of 65 characters', 'a'.repeat(65), 'form_username_invalid_length'],
    ['with a space', 'ann lee', 'form_username_invalid_character'],
    ['with a letter that is not Latin', 'ann_ñ', 'form_username_invalid_character'],
    ['of digits alone', '12345', 'form_username_needs_non_number_char'],
    ['that is a phone number', '+491701234567', 'form_username_cannot_be_phone_number'],
  ])('a user name %s is refused with the code that Clerk documents for it', async (_what, username, code) => {
    const clerk = await named();
    const { id } = await aUser(clerk);
    const failure = await failureOf(sdk(clerk).users.updateUser(id, { username }));
    expect(failure).toMatchObject({ status: 422, code, param: 'username' });
  });

  it('user names of 4 and of 64 characters are taken', async () => {
    const clerk = await named();
    const { id } = await aUser(clerk);
    for (const username of ['anna', 'a'.repeat(64)])
      expect((await sdk(clerk).users.updateUser(id, { username })).username).toBe(username);
  });

  it('a user name is an unknown parameter until an operator switches user names on', async () => {
    const clerk = await aClerk();
    const { id } = await aUser(clerk);
    const rename = () => sdk(clerk).users.updateUser(id, { username: 'ann_lee' });
    expect(await failureOf(rename())).toMatchObject({ status: 422, code: 'form_param_unknown', param: 'username' });
    await clerk.changeSettings({ usernames: true });
    expect((await rename()).username).toBe('ann_lee');
    await clerk.changeSettings({ usernames: false });
    expect((await sdk(clerk).users.getUser(id)).username).toBe('ann_lee');
  });

  it('the switch for user names survives a restart, and the control API changes it', async () => {
    const stateFile = join(folder, 'clerk.json');
    const first = await startLocalClerk({ stateFile });
    const body = JSON.stringify({ usernames: true });
    const answer = await fetch(`${first.controlUrl}/settings`, { method: 'PATCH', body });
    expect(await answer.json()).toEqual({ usernames: true });
    await first.stop();
    const second = await aClerk({ stateFile });
    expect((await aUser(second, { username: 'ann_lee' })).username).toBe('ann_lee');
  });

  it('people are found and counted by their user names, in any case, and ordered by them', async () => {
    const clerk = await named();
    const [ann, bea] = [await aUser(clerk, { username: 'ann_lee' }), await aUser(clerk, { username: 'bea_lee' })];
    const { users } = sdk(clerk);
    const { data, totalCount } = await users.getUserList({ username: ['ANN_LEE', 'nobody'] });
    expect({ ids: data.map(({ id }) => id), totalCount }).toEqual({ ids: [ann.id], totalCount: 1 });
    const ordered = await users.getUserList({ orderBy: '-username' });
    expect(ordered.data.map(({ id }) => id)).toEqual([bea.id, ann.id]);
  });

  it('a person signs in by user name in any case, and not while user names are off', async () => {
    const clerk = await named();
    const { id } = await aUser(clerk, { username: 'ann_lee' });
    const signedIn = await signIn(clerk, 'Ann_Lee');
    expect(signedIn.status).toBe(200);
    expect(signedIn.user).toMatchObject({ id, username: 'ann_lee' });
    await clerk.changeSettings({ usernames: false });
    expect((await signIn(clerk, 'ann_lee')).status).toBe(422);
  });

  it('a change of a user name is reported by a webhook', async () => {
    const { url, received, until } = await aReceiver();
    const clerk = await aClerk({ webhookUrl: url, settings: { usernames: true } });
    const { id } = await aUser(clerk);
    await sdk(clerk).users.updateUser(id, { username: 'ann_lee' });
    await until(2);
    const events = received.map(({ body }) => JSON.parse(body) as { type: string; data: { username: string } });
    expect(events.find(({ type }) => type === 'user.updated')?.data.username).toBe('ann_lee');
  });
});
