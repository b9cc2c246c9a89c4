import { QueryClientProvider } from '@tanstack/react-query';
import { screen, waitFor, within } from '@testing-library/react';
import { render } from '../support/english';
import { appearance } from '@/components/profile/appearance';
import { UserMenu } from '@/components/profile/user-menu';
import type { Profile, ShownRefusal } from '@/lib/profile/model/profile';
import { english } from '@/__tests__/support/texts/in-english';
import { aProfile, aRefusal } from '@/__tests__/support/builders';
import { firstName, preview, saveButton, showForm } from '../support/show-form';

const refusal = (inClerk: string): ShownRefusal => ({ ...aRefusal('x', { message: 'Not that.' }), inClerk });
const refusedLastName = aProfile({ refused: { lastName: refusal('Berg') } });

function showHeader(profile: Profile) {
  const { client, show, ...rest } = showForm({ profile });
  show();
  render(
    <QueryClientProvider client={client}>
      <UserMenu userId="user_ann" email={null} onSignOut={jest.fn()} />
    </QueryClientProvider>,
  );
  return { client, ...rest };
}

it('the preview does not show a value that Clerk refused as how the user appears to others', () => {
  showHeader(refusedLastName);
  expect(preview()).toHaveTextContent('Ann Lindqvist');
  expect(preview()).toHaveTextContent('Not how you appear to others: your last name was not accepted');
  expect(preview()).not.toHaveTextContent(/^How you appear/);
});

it('the header shows what Clerk holds in place of a value that it refused', () => {
  showHeader(aProfile({ refused: { lastName: refusal('Berg'), avatarColor: refusal('violet') } }));
  const account = screen.getByRole('button', { name: 'Account of Ann Berg' });
  expect(within(account).getByRole('img', { name: 'Avatar of Ann Berg', hidden: true })).toHaveStyle({
    background: '#7c3aed',
  });
});

it('the preview says that others do not see a save yet which Clerk does not have', async () => {
  const { save, user, api } = showHeader(aProfile());
  expect(preview()).toHaveTextContent(/How you appear to others$/);
  await user.type(firstName(), 'ika');
  expect(preview()).toHaveTextContent(/Preview, not saved yet$/);
  const values = { ...aProfile().values, firstName: 'Annika' };
  const saved = aProfile({ revision: 5, values, pending: ['firstName'], pendingSince: new Date().toISOString() });
  api.answers(saved);
  save.mockResolvedValue({ ok: true, value: saved });
  await user.click(saveButton());
  await waitFor(() => expect(preview()).toHaveTextContent(/How others will see you$/));
  await waitFor(() => expect(preview()).toHaveTextContent(/Others don’t see this yet$/), { timeout: 4_000 });
});

describe('the caption of the preview', () => {
  type Facts = Parameters<typeof appearance>[0];
  const facts: Facts = { profile: aProfile(), unsaved: false, current: true, shown: 'confirmed' };
  const refusedTwo = aProfile({ refused: { avatarColor: refusal('teal'), lastName: refusal('') } });
  const pending = aProfile({ pending: ['firstName'] });
  const cases: [string, Partial<Facts>, string][] = [
    ['all is confirmed', {}, 'How you appear to others'],
    ['something is not saved', { unsaved: true, profile: refusedLastName }, 'Preview, not saved yet'],
    [
      'Clerk refused a field',
      { profile: refusedLastName },
      'Not how you appear to others: your last name was not accepted',
    ],
    [
      'Clerk refused two',
      { profile: refusedTwo },
      'Not how you appear to others: your last name and avatar colour were not accepted',
    ],
    [
      'Clerk refused a field and others wait',
      { profile: { ...refusedLastName, pending: ['firstName'] } },
      'Not how you appear to others: your last name was not accepted',
    ],
    ['a save has just been made', { profile: pending, shown: 'committed' }, 'How others will see you'],
    ['a save waits for Clerk', { profile: pending, shown: 'waiting' }, 'Others don’t see this yet'],
    ['the account is gone', { profile: refusedLastName, shown: 'gone' }, 'Not visible to others'],
    ['Clerk cannot be asked', { profile: aProfile({ source: 'mirror' }) }, 'How you last appeared to others'],
    ['the profile cannot be read', { current: false }, 'How you last appeared to others'],
  ];
  it.each(cases)('the caption of the preview is true when %s', (_when, over, words) =>
    expect(english.say(appearance({ ...facts, ...over }))).toBe(words),
  );
});
