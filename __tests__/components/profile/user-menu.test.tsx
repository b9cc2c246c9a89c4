import { QueryClientProvider } from '@tanstack/react-query';
import { screen, waitFor } from '@testing-library/react';
import { render } from '../support/english';
import userEvent from '@testing-library/user-event';
import { UserMenu } from '@/components/profile/user-menu';
import { profileQuery } from '@/lib/profile/model/query/profile-query';
import { aProfile } from '@/__tests__/support/builders';
import { ProfileApi } from '../support/profile-api';
import { aClient } from '../support/show-form';

function showMenu({ known = true, onSignOut = jest.fn() as () => void | Promise<void> } = {}) {
  const api = new ProfileApi(aProfile());
  const client = aClient();
  if (known) client.setQueryData(profileQuery.queryKey, aProfile());
  else api.neverAnswers();
  render(
    <QueryClientProvider client={client}>
      <UserMenu userId="user_ann" email="ann@example.com" onSignOut={onSignOut} />
    </QueryClientProvider>,
  );
  return userEvent.setup();
}

it('the user menu shows the user’s name and address, and leads to their profile', async () => {
  const user = showMenu();
  await user.click(screen.getByRole('button', { name: 'Account of Ann Lindqvist' }));
  expect(await screen.findByText('Ann Lindqvist')).toBeInTheDocument();
  expect(screen.getByText('ann@example.com')).toBeInTheDocument();
  expect(screen.getByRole('menuitem', { name: 'Profile settings' })).toHaveAttribute('href', '/settings/profile');
});

it('the user menu shows a figure and no letter while the profile is unknown', async () => {
  showMenu({ known: false });
  expect(screen.getByRole('button', { name: 'Account' })).toHaveTextContent('');
});

it('the user menu signs out once, however often it is pressed, and stays open until that is done', async () => {
  const onSignOut = jest.fn(() => new Promise<void>(() => undefined));
  const user = showMenu({ onSignOut });
  await user.click(screen.getByRole('button', { name: 'Account of Ann Lindqvist' }));
  await user.click(await screen.findByRole('menuitem', { name: 'Sign out' }));
  await user.click(await screen.findByRole('menuitem', { name: 'Signing out…' }));
  expect(onSignOut).toHaveBeenCalledTimes(1);
});

it('the user menu says that one is still signed in when signing out failed', async () => {
  const user = showMenu({ onSignOut: () => Promise.reject(new Error('network')) });
  await user.click(screen.getByRole('button', { name: 'Account of Ann Lindqvist' }));
  await user.click(await screen.findByRole('menuitem', { name: 'Sign out' }));
  await waitFor(() => expect(screen.getByRole('alert')).toHaveTextContent('You’re still signed in'));
  expect(screen.getByRole('menuitem', { name: 'Sign out' })).toBeInTheDocument();
});
