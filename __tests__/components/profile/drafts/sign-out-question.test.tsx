import { QueryClientProvider } from '@tanstack/react-query';
import { screen, waitFor } from '@testing-library/react';
import { render } from '../../support/english';
import userEvent from '@testing-library/user-event';
import { storeDrafts } from '@/components/offline/drafts';
import { enqueueSave, listSaves } from '@/components/offline/outbox';
import { UserMenu } from '@/components/profile/user-menu';
import { profileQuery } from '@/lib/profile/model/query/profile-query';
import { newSaveId } from '@/lib/profile/model/save-id';
import { aProfile } from '@/__tests__/support/builders';
import { ProfileApi } from '../../support/profile-api';
import { aClient, draftsOf, firstName, showForm } from '../../support/show-form';

const leaveDraft = (text: string, base = 'Ann') =>
  storeDrafts('user_ann', 'gone', 'firstName', [{ text, base, at: Date.now() }]);

/** Shows the menu, opens it and presses "Sign out". */
async function pressSignOut(onSignOut: () => void | Promise<void>) {
  new ProfileApi(aProfile());
  const client = aClient();
  client.setQueryData(profileQuery.queryKey, aProfile());
  render(
    <QueryClientProvider client={client}>
      <UserMenu userId="user_ann" email={null} onSignOut={onSignOut} />
    </QueryClientProvider>,
  );
  const user = userEvent.setup();
  await user.click(screen.getByRole('button', { name: 'Account of Ann Lindqvist' }));
  await user.click(await screen.findByRole('menuitem', { name: 'Sign out' }));
  return user;
}
const forgetButton = () => screen.findByRole('button', { name: 'Sign out and forget them', hidden: true });

afterEach(() => {
  showForm().show().unmount(); // as one who signs in again: drafts are kept from then on
});

it('signing out with nothing unsaved asks nothing, also where an edit was typed back or is saved', async () => {
  leaveDraft('Ann');
  const onSignOut = jest.fn();
  await pressSignOut(onSignOut);
  await waitFor(() => expect(onSignOut).toHaveBeenCalledTimes(1));
  expect(screen.queryByText('You have unsaved changes')).not.toBeInTheDocument();
  expect(Object.keys(localStorage)).toEqual([]);
});

it('signing out asks while a draft is kept, and to stay keeps it and leads back to the menu', async () => {
  leaveDraft('Half a na');
  const onSignOut = jest.fn();
  const user = await pressSignOut(onSignOut);
  expect(await screen.findByRole('dialog', { name: 'You have unsaved changes' })).toBeInTheDocument();
  await user.click(screen.getByRole('button', { name: 'Stay' }));
  expect(onSignOut).not.toHaveBeenCalled();
  expect(draftsOf('firstName')).toEqual(['Half a na']);
  expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
  expect(screen.getByRole('button', { name: 'Account of Ann Lindqvist' })).toHaveFocus();
});

it('signing out after the question forgets drafts and waiting saves of this user, and nobody else’s', async () => {
  leaveDraft('Half a na');
  await enqueueSave('user_ann', { saveId: newSaveId(), patch: { lastName: 'Moe' }, base: {} });
  localStorage.setItem('perdure:draft:user_bea:gone:firstName', '[{"value":"Hers","base":"Bea"}]');
  const onSignOut = jest.fn();
  const user = await pressSignOut(onSignOut);
  await user.click(await forgetButton());
  await waitFor(() => expect(onSignOut).toHaveBeenCalledTimes(1));
  expect(Object.keys(localStorage)).toEqual(['perdure:draft:user_bea:gone:firstName']);
  expect(await listSaves('user_ann')).toEqual([]);
});

it('signing out asks where only a save waits to be sent', async () => {
  await enqueueSave('user_ann', { saveId: newSaveId(), patch: { lastName: 'Moe' }, base: {} });
  const onSignOut = jest.fn();
  await pressSignOut(onSignOut);
  expect(await forgetButton()).toBeInTheDocument();
  expect(onSignOut).not.toHaveBeenCalled();
});

it('nothing is forgotten where signing out fails', async () => {
  leaveDraft('Half a na');
  await enqueueSave('user_ann', { saveId: newSaveId(), patch: { lastName: 'Moe' }, base: {} });
  const user = await pressSignOut(() => Promise.reject(new Error('network')));
  await user.click(await forgetButton());
  await waitFor(() => expect(draftsOf('firstName')).toEqual(['Half a na']));
  await waitFor(async () => expect(await listSaves('user_ann')).toHaveLength(1));
});

it('signing out asks where the browser keeps nothing, and an edit is in the form only', async () => {
  const full = jest.spyOn(Storage.prototype, 'setItem').mockImplementation(() => {
    throw new DOMException('full', 'QuotaExceededError');
  });
  const { show, user } = showForm();
  show();
  await user.type(firstName(), 'ika');
  await pressSignOut(jest.fn());
  expect(await forgetButton()).toBeInTheDocument();
  full.mockRestore();
});
