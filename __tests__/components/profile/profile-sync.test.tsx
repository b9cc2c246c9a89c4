import { QueryClientProvider } from '@tanstack/react-query';
import { act, screen, waitFor, within } from '@testing-library/react';
import { render } from '../support/english';
import { enqueueSave, listSaves } from '@/components/offline/outbox';
import { meanwhileState, syncState } from '@/components/profile/status/sync-state';
import { nextReadIn } from '@/components/profile/hooks/use-profile-query';
import { UserMenu } from '@/components/profile/user-menu';
import type { Profile, ShownRefusal } from '@/lib/profile/model/profile';
import { ProfileUnavailable } from '@/lib/profile/model/query/fetch-profile';
import { profileQuery } from '@/lib/profile/model/query/profile-query';
import { english, inEnglish } from '@/__tests__/support/in-english';
import { durationInWords, stateWords } from '@/lib/profile/words/page-words';
import { fail, type Result } from '@/lib/result';
import { aProfile } from '@/__tests__/support/builders';
import {
  committed,
  firstName,
  lastName,
  later,
  preview,
  saveButton,
  sent,
  showForm,
  status,
} from '../support/show-form';

const refusal: ShownRefusal = {
  value: 'Lindqvist',
  code: 'form_param_invalid',
  message: 'Last name has characters that are not allowed.',
  traceId: 'trace-7',
  at: '2026-01-01T00:00:00.000Z',
  inClerk: 'Berg',
};
/** What the page says once the account holds all that was saved, and while it does not. */
const CONFIRMED = `Saved ${english.say(stateWords.confirmed.detail)}`;
const WAITING = `Saved ${english.say(stateWords.waiting.detail)}`;
const secondsAgo = (seconds: number) => new Date(Date.now() - seconds * 1000).toISOString();

/** The technical truth, which is closed at first. */
const details = () => screen.getByText('Details').closest('details')!;

it('the page says “confirmed” only when nothing is pending and nothing refused', async () => {
  const { show } = showForm();
  show();
  await waitFor(() => expect(status()).toHaveTextContent(CONFIRMED));
});

it('the page says “saved” of nothing before it knows that this browser keeps no save to be sent', async () => {
  await enqueueSave('user_ann', { saveId: crypto.randomUUID(), patch: { firstName: 'Annika' } });
  const { show, save } = showForm();
  const answer = later<Result<Profile>>();
  save.mockReturnValue(answer.promise);
  const seen = new Set<string>();
  const observer = new MutationObserver(() => seen.add(status().textContent ?? ''));
  observer.observe(document.body, { subtree: true, childList: true, characterData: true });
  show();
  expect(status()).toHaveTextContent(/^Showing what is saved$/);
  await waitFor(() => expect(status()).toHaveTextContent('Saving…'));
  observer.disconnect();
  expect([...seen].filter((words) => /^Saved/.test(words))).toEqual([]);

  await act(async () =>
    answer.resolve(committed(aProfile(), { values: { ...aProfile().values, firstName: 'Annika' } })),
  );
  await waitFor(() => expect(status()).toHaveTextContent(CONFIRMED));
});

it('a field that is only typed is not said to be sent while another save waits', async () => {
  const { show, user, save } = showForm();
  save.mockRejectedValue(new TypeError('Failed to fetch'));
  show();
  await user.type(firstName(), 'ika');
  await user.click(saveButton());
  await waitFor(() =>
    expect(status()).toHaveTextContent('Not saved yet – will be sent Kept in this browser until then'),
  );
  expect(saveButton()).toHaveAttribute('aria-disabled', 'true');
  await user.type(lastName(), ' Berg');
  expect(status()).toHaveTextContent(/^Unsaved changes Your earlier save is kept in this browser and will be sent\.$/);
  expect(saveButton()).not.toHaveAttribute('aria-disabled');
  await user.click(saveButton());
  await waitFor(() => expect(status()).toHaveTextContent('Not saved yet – will be sent'));
  expect(await act(() => listSaves('user_ann'))).toMatchObject([
    { patch: { firstName: 'Annika' } },
    { patch: { lastName: 'Lindqvist Berg' } },
  ]);
});

it('“Saving…” is said of what is on its way only, not of what is typed meanwhile', async () => {
  const { show, user, save } = showForm();
  save.mockReturnValue(new Promise(() => undefined));
  show();
  await user.type(firstName(), 'ika');
  await user.click(saveButton());
  await waitFor(() => expect(status()).toHaveTextContent('Saving…'));
  await user.type(lastName(), ' Berg');
  expect(status()).toHaveTextContent(/^Unsaved changes Your earlier save is on its way\.$/);
  expect(saveButton()).toHaveTextContent(/^Save$/);
});

it('a name typed back to what it was is a change while another one is on its way', async () => {
  const { show, user, save } = showForm();
  save.mockReturnValue(new Promise(() => undefined));
  show();
  await user.type(firstName(), 'ika');
  await user.click(saveButton());
  await waitFor(() => expect(status()).toHaveTextContent('Saving…'));
  await user.type(firstName(), '{Backspace}{Backspace}{Backspace}');
  expect(firstName()).toHaveValue('Ann');
  expect(status()).toHaveTextContent(/^Unsaved changes/);
  await user.click(saveButton());
  await waitFor(async () =>
    expect(await act(() => listSaves('user_ann'))).toMatchObject([
      { patch: { firstName: 'Annika' } },
      { patch: { firstName: 'Ann' }, base: { firstName: 'Annika' } },
    ]),
  );
});

it('the page says that changes are unsaved as soon as there are any', async () => {
  const { show, user } = showForm();
  show();
  await user.type(firstName(), 'i');
  expect(status()).toHaveTextContent(/^Unsaved changes$/);
});

it('the status goes from saving to waiting for Clerk to confirmed by Clerk, without a press', async () => {
  const { show, user, save, api } = showForm();
  const answer = later<Result<Profile>>();
  save.mockReturnValue(answer.promise);
  show();
  await user.type(firstName(), 'ika');
  await user.click(saveButton());
  await waitFor(() => expect(status()).toHaveTextContent('Saving…'));
  expect(saveButton()).toHaveTextContent('Saving…');

  const values = { ...aProfile().values, firstName: 'Annika' };
  const waiting = committed(aProfile(), { values, pending: ['firstName'], pendingSince: secondsAgo(0) });
  if (waiting.ok) api.answers(waiting.value);
  answer.resolve(waiting);
  await waitFor(() => expect(status()).toHaveTextContent(WAITING), { timeout: 4000 });
  expect(status()).not.toHaveTextContent(CONFIRMED);

  api.answers(aProfile({ values, revision: 5 }));
  await waitFor(() => expect(status()).toHaveTextContent(CONFIRMED), { timeout: 4000 });
});

it('the status says how long a save has been waiting for Clerk, after some seconds', async () => {
  const { show } = showForm({ profile: aProfile({ pending: ['firstName'], pendingSince: secondsAgo(150) }) });
  show();
  expect(await screen.findByText('For 2 minutes now. It goes on automatically.')).toBeInTheDocument();
});

it('an edit shows everywhere at once, and what was there before when its save fails', async () => {
  const { show, user, save, client } = showForm();
  const answer = later<Result<Profile>>();
  save.mockReturnValue(answer.promise);
  show();
  render(
    <QueryClientProvider client={client}>
      <UserMenu userId="user_ann" email={null} onSignOut={jest.fn()} />
    </QueryClientProvider>,
  );
  await user.clear(firstName());
  await user.type(firstName(), 'Zoë');
  await user.click(saveButton());
  expect(await screen.findByRole('button', { name: 'Account of Zoë Lindqvist' })).toBeInTheDocument();

  await act(async () => answer.resolve(fail('Not today.')));
  expect(await screen.findByRole('button', { name: 'Account of Ann Lindqvist' })).toBeInTheDocument();
  expect(screen.getByRole('alert')).toHaveTextContent('Not today.');
  expect(firstName()).toHaveValue('Zoë');
  expect(status()).toHaveTextContent('Not saved');
});

it('only the save that failed is taken back, where another is under way on top of it', async () => {
  const { show, user, save, client } = showForm();
  const first = later<Result<Profile>>();
  save.mockReturnValueOnce(first.promise).mockReturnValue(new Promise(() => undefined));
  show();
  await user.type(firstName(), 'ika');
  await user.click(saveButton());
  await user.type(lastName(), ' Berg');
  await user.click(saveButton());
  await waitFor(() =>
    expect(client.getQueryData(profileQuery.queryKey)?.values).toMatchObject({
      firstName: 'Annika',
      lastName: 'Lindqvist Berg',
    }),
  );
  await act(async () => first.resolve(fail('Not today.')));
  await waitFor(() =>
    expect(client.getQueryData(profileQuery.queryKey)).toMatchObject({
      values: { firstName: 'Ann', lastName: 'Lindqvist Berg' },
      pending: ['lastName'],
    }),
  );
});

it('the answer to an older save never replaces a newer profile', async () => {
  const { show, user, save, client, api } = showForm();
  const answer = later<Result<Profile>>();
  save.mockReturnValue(answer.promise);
  show();
  await user.type(firstName(), 'ika');
  await user.click(saveButton());
  await waitFor(() => expect(save).toHaveBeenCalled());
  const newest = aProfile({ revision: 9, values: { ...aProfile().values, firstName: 'Anna' } });
  api.neverAnswers();
  act(() => void client.setQueryData(profileQuery.queryKey, newest));
  await act(async () =>
    answer.resolve(committed(aProfile(), { values: { ...aProfile().values, firstName: 'Annika' } })),
  );
  expect(client.getQueryData(profileQuery.queryKey)?.revision).toBe(9);
});

it('what was read before a save never replaces the answer to it', async () => {
  const { show, user, save, client, api } = showForm();
  const read = later<Profile>();
  show();
  await user.type(firstName(), 'ika');
  const answer = later<Result<Profile>>();
  save.mockReturnValue(answer.promise);
  await user.click(saveButton());
  await waitFor(() => expect(save).toHaveBeenCalled());
  api.answersLater(read.promise);
  void client.refetchQueries({ queryKey: profileQuery.queryKey });
  await waitFor(() => expect(api.requests).toBeGreaterThan(0));
  await act(async () =>
    answer.resolve(committed(aProfile(), { values: { ...aProfile().values, firstName: 'Annika' } })),
  );
  await waitFor(() => expect(client.getQueryData(profileQuery.queryKey)?.revision).toBe(5));
  await act(async () => read.resolve(aProfile()));
  await waitFor(() => expect(client.isFetching()).toBe(0));
  expect(client.getQueryData(profileQuery.queryKey)).toMatchObject({ revision: 5, values: { firstName: 'Annika' } });
});

it('Clerk’s refusal shows under the field and in the status, with the value to correct or retry', async () => {
  const { show, user, save } = showForm({ profile: aProfile({ refused: { lastName: refusal } }) });
  save.mockReturnValue(new Promise(() => undefined));
  show();
  expect(lastName()).toHaveValue('Lindqvist');
  expect(lastName()).toHaveAccessibleDescription('Not accepted: Last name has characters that are not allowed.');
  expect(status()).toHaveTextContent('Your last name was not accepted The reason is under it.');
  expect(status()).not.toHaveTextContent('characters'); // it is said once
  expect(within(details()).getByText('trace-7')).toBeInTheDocument();
  expect(firstName()).toBeValid();

  await user.type(lastName(), 'x');
  expect(lastName()).toBeValid();
  await user.type(lastName(), '{Backspace}');
  expect(lastName()).toBeInvalid();

  await user.click(screen.getByRole('button', { name: 'Retry Last name' }));
  await waitFor(() => expect(save).toHaveBeenCalled());
  expect(sent(save).patch).toEqual({ lastName: 'Lindqvist' });
});

it('a refused value can be given up for the one that Clerk holds', async () => {
  const { show, user, save } = showForm({ profile: aProfile({ refused: { lastName: refusal } }) });
  save.mockReturnValue(new Promise(() => undefined));
  show();
  await user.click(screen.getByRole('button', { name: 'Discard Last name' }));
  await waitFor(() => expect(save).toHaveBeenCalled());
  expect(sent(save).patch).toEqual({ lastName: 'Berg' });
});

it('while the database is unreachable the page says so, and goes on showing what waits in it', async () => {
  const { show, api, refetch } = showForm({
    profile: aProfile({
      pending: ['firstName'],
      pendingSince: secondsAgo(9),
      values: { ...aProfile().values, firstName: 'Bea' },
    }),
  });
  show();
  api.answers(aProfile({ source: 'clerk', revision: 0 }));
  await refetch();
  await waitFor(() => expect(status()).toHaveTextContent(WAITING), { timeout: 4000 });
  expect(firstName()).toHaveValue('Bea');
});

it('a fresh page that only Clerk answered says that newer saves may wait in the database', async () => {
  const { show } = showForm({ profile: aProfile({ source: 'clerk', revision: 0 }) });
  show();
  await waitFor(() => expect(status()).toHaveTextContent(`Saved ${english.say(stateWords.direct.detail)}`));
});

it('the page says that Clerk cannot be reached when the values are only the mirror’s', async () => {
  const { show } = showForm({ profile: aProfile({ source: 'mirror' }) });
  show();
  await waitFor(() => expect(status()).toHaveTextContent('Your account can’t be reached Showing what was saved here.'));
});

it('values that cannot be refreshed stay, the page says so, and Retry recovers', async () => {
  const { show, user, api, refetch } = showForm();
  show();
  api.fails(500, 'fault');
  await refetch();
  await waitFor(() => expect(status()).toHaveTextContent('Can’t refresh Showing the last values known here.'));
  expect(firstName()).toHaveValue('Ann');
  api.answers(aProfile());
  await user.click(screen.getByRole('button', { name: 'Retry' }));
  await waitFor(() => expect(status()).toHaveTextContent(CONFIRMED));
});

it('an unknown profile shows no form and no name, says why it cannot be loaded, and Retry loads it', async () => {
  const { show, user, api } = showForm({ hydrated: false });
  api.fails(503, 'Your profile can’t be loaded right now, because your account can’t be reached.');
  show();
  expect(screen.getByRole('status')).toHaveTextContent('Loading your profile…');
  expect(screen.queryByRole('textbox')).not.toBeInTheDocument();
  expect(await screen.findByRole('alert')).toHaveTextContent('because your account can’t be reached');
  expect(screen.queryByRole('textbox')).not.toBeInTheDocument();
  api.answers(aProfile());
  await user.click(screen.getByRole('button', { name: 'Retry' }));
  expect(await screen.findByRole('textbox', { name: 'First name' })).toHaveValue('Ann');
  expect(preview()).toHaveTextContent('Ann Lindqvist');
});

describe('the words of each state', () => {
  const facts = {
    profile: aProfile(),
    unsaved: 0,
    save: 'none',
    others: 0,
    failed: 'no',
    online: true,
    readError: null,
    isPendingLong: true,
    reconnecting: false,
    draftsRead: true,
  } as const;
  const pending = aProfile({ pending: ['firstName'], pendingSince: secondsAgo(1) });

  it.each([
    ['a save just sent', { save: 'just sent' }, 'Unsaved changes', undefined],
    ['a save under way', { save: 'under way' }, 'Saving…', undefined],
    [
      'edits made while a save is under way',
      { save: 'under way', unsaved: 1 },
      'Unsaved changes',
      'Your earlier save is on its way.',
    ],
    [
      'edits made while a save is held back',
      { save: 'kept', unsaved: 1, online: false },
      'Unsaved changes',
      'Your earlier save is kept in this browser and will be sent.',
    ],
    [
      'edits made while the page holds a save back',
      { save: 'held', unsaved: 1 },
      'Unsaved changes',
      'Your earlier save will be sent, if you leave this page open until then.',
    ],
    ['a page that does not know yet what its browser keeps', { others: null }, 'Showing what is saved', undefined],
    [
      'a save of another tab',
      { others: 1 },
      'Not everything is saved yet',
      'This browser keeps a save from another tab.',
    ],
    [
      'a save held back offline',
      { save: 'kept', online: false },
      'Offline – will be sent',
      english.say(stateWords.kept.detail),
    ],
    [
      'a save held back offline where the browser keeps nothing',
      { save: 'held', online: false },
      'Offline – will be sent',
      'This browser keeps nothing, so leave this page open until then.',
    ],
    [
      'a save that the server cannot take now',
      { save: 'kept' },
      'Not saved yet – will be sent',
      english.say(stateWords.kept.detail),
    ],
    [
      'somebody signed out, with edits',
      { readError: 'signed out', unsaved: 1 },
      'You’re signed out',
      english.say(stateWords.signedOut.detail),
    ],
    ['a profile that cannot be read', { readError: 'fault' }, 'Can’t refresh', 'Showing the last values known here.'],
    ['a lost live connection', { reconnecting: true }, 'Reconnecting', english.say(stateWords.reconnecting.detail)],
    [
      'a save waiting for Clerk behind a lost live connection',
      { reconnecting: true, profile: pending },
      'Saved',
      english.say(stateWords.waiting.detail),
    ],
    ['a failed save', { failed: 'wholly', unsaved: 1 }, 'Not saved', undefined],
    ['a save of which Clerk refused a part', { failed: 'partly', unsaved: 1 }, 'Not all of it is saved', undefined],
    ['edits on top of a pending save', { unsaved: 1, profile: pending }, 'Unsaved changes', undefined],
    ['no network', { online: false }, 'You’re offline', english.say(stateWords.offline.detail)],
    ['a save just committed', { profile: pending, isPendingLong: false }, 'Saved', undefined],
    ['a save waiting for Clerk', { profile: pending }, 'Saved', english.say(stateWords.waiting.detail)],
    [
      'a save that waits for whoever runs the app',
      { profile: { ...pending, lasting: true } },
      'Saved',
      english.say(stateWords.waitingLasting.detail),
    ],
    [
      'an account that never saved anything',
      { profile: aProfile({ revision: 0 }) },
      'Welcome',
      english.say(stateWords.welcome.detail),
    ],
    ['drafts that were not looked for yet', { draftsRead: false }, 'Showing what is saved', undefined],
    [
      'an account that is gone',
      { profile: aProfile({ refused: { lastName: { ...refusal, code: 'resource_not_found' } } }) },
      'This account no longer exists',
      english.say(stateWords.gone.detail),
    ],
    [
      'edits beside a save of another tab',
      { unsaved: 1, others: 1 },
      'Unsaved changes',
      'This browser also keeps a save from another tab.',
    ],
    [
      'a direct save, or a page that only Clerk answered',
      { profile: aProfile({ source: 'clerk', revision: 0 }) },
      'Saved',
      english.say(stateWords.direct.detail),
    ],
    [
      'one refusal',
      { profile: aProfile({ refused: { lastName: refusal } }) },
      'Your last name was not accepted',
      'The reason is under it. All else is saved.',
    ],
    [
      'one refusal while the rest waits',
      { profile: aProfile({ pending: ['firstName'], refused: { lastName: refusal } }) },
      'Your last name was not accepted',
      'All else is saved. Still being passed on to your account; you can close this page.',
    ],
    [
      'two refusals',
      { profile: aProfile({ refused: { firstName: refusal, lastName: refusal } }) },
      'Your first name and last name were not accepted',
      'The reason is under each. All else is saved.',
    ],
  ] as const)('the status has words for %s', (_name, over, title, detail) => {
    expect(inEnglish(syncState({ ...facts, ...over }))).toMatchObject({ title, ...(detail && { detail }) });
    if (!detail) expect(syncState({ ...facts, ...over }).detail).toBeUndefined();
  });

  it('what lasts only for a moment is not mentioned: neither a save, nor a wait, nor a lost connection', () => {
    expect(inEnglish(meanwhileState({ ...facts, save: 'under way' }))).toMatchObject({ title: 'Unsaved changes' });
    expect(inEnglish(meanwhileState({ ...facts, profile: pending }))).toMatchObject({
      kind: 'committed',
      title: 'Saved',
    });
    expect(meanwhileState({ ...facts, reconnecting: true })).toMatchObject({ kind: 'confirmed' });
  });

  it.each([
    [12_400, '12 seconds'],
    [-93_600_000, '0 seconds'],
    [60_000, '1 minute'],
    [7_300_000, '2 hours'],
  ])('a wait of %i ms is “%s” in words', (ms, words) => expect(english.say(durationInWords(ms))).toBe(words));
});

describe('reading the profile again', () => {
  const now = Date.parse('2026-01-01T00:10:00.000Z');
  const pendingFor = (seconds: number) =>
    aProfile({ pending: ['firstName'], pendingSince: new Date(now - seconds * 1000).toISOString() });

  it.each([
    ['nothing is pending', aProfile(), null, 30_000],
    ['a save has just begun to wait', pendingFor(0), null, 1_500],
    ['this device’s clock is behind', pendingFor(-90), null, 1_500],
    ['a save waits for 20 s', pendingFor(20), null, 5_000],
    ['a save waits for an hour', pendingFor(3600), null, 10_000],
    ['only the mirror answered', aProfile({ source: 'mirror' }), null, 10_000],
    ['the profile could not be read', aProfile(), new Error('x'), 10_000],
    [
      'the user is signed out, and may sign in in another tab',
      undefined,
      new ProfileUnavailable('Signed out.', 401),
      10_000,
    ],
    ['the first answer is awaited', undefined, null, false],
  ])('the profile is read again after the right time when %s', (_name, profile, error, expected) =>
    expect(nextReadIn(profile, error, now)).toBe(expected),
  );
});
