import { QueryClientProvider } from '@tanstack/react-query';
import { act, waitFor } from '@testing-library/react';
import { hydrateRoot } from 'react-dom/client';
import { SignedInForm } from '@/components/profile/form/signed-in-form';
import { sectionsShown } from '@/lib/profile/model/sections';
import { profileQuery } from '@/lib/profile/model/query/profile-query';
import { aProfile } from '@/__tests__/support/builders';
import { English } from '../support/english';
import { ProfileApi } from '../support/profile-api';
import { serverHtml } from '../support/server-html';
import { aClient, firstName, lastName, preview, status } from '../support/show-form';

it('the form keeps what was typed, and the caret, where React draws the page anew', async () => {
  new ProfileApi(aProfile());
  const client = aClient();
  client.setQueryData(profileQuery.queryKey, aProfile());
  const page = (
    <English>
      <QueryClientProvider client={client}>
        <SignedInForm
          {...{ save: jest.fn(), post: jest.fn(), userId: 'user_ann', token: 'page', at: Date.now(), path: '/here' }}
          sections={sectionsShown({})}
        />
      </QueryClientProvider>
    </English>
  );
  const container = document.body.appendChild(document.createElement('div'));
  container.innerHTML = await serverHtml(page);
  const early = firstName() as HTMLInputElement;
  early.value = 'Early';
  early.focus();
  early.setSelectionRange(2, 2);
  early.before(document.createElement('span')); // as a password manager does

  const onRecoverableError = jest.fn();
  const root = await act(async () => hydrateRoot(container, page, { onRecoverableError }));
  await waitFor(() => expect(preview()).toHaveTextContent('Early Lindqvist'));
  expect(onRecoverableError).toHaveBeenCalled();
  expect(early.isConnected).toBe(false);
  expect(firstName()).toHaveValue('Early');
  expect(firstName()).toHaveFocus();
  expect((firstName() as HTMLInputElement).selectionStart).toBe(2);
  expect(lastName()).toHaveValue('Lindqvist');
  expect(status()).toHaveTextContent('Unsaved changes');
  act(() => root.unmount());
  container.remove();
});
