import { QueryClientProvider, type QueryClient } from '@tanstack/react-query';
import { act, renderHook, waitFor } from '@testing-library/react';
import type { ReactNode } from 'react';
import { useProfile } from '@/components/profile/hooks/use-profile';
import { profileQuery } from '@/lib/profile/model/query/profile-query';
import { aProfile } from '@/__tests__/support/builders';
import { ProfileApi } from '../support/profile-api';
import { aClient } from '../support/show-form';

function useIn(client: QueryClient) {
  const wrapper = ({ children }: { children: ReactNode }) => (
    <QueryClientProvider client={client}>{children}</QueryClientProvider>
  );
  return renderHook(useProfile, { wrapper }).result;
}

it('one’s own profile is loading until it was read, and then holds the values that follow their rules', async () => {
  const api = new ProfileApi(aProfile({ values: { avatarColor: ['no colour'] } }));
  const result = useIn(aClient());
  expect(result.current).toEqual({ state: 'loading' });
  await waitFor(() =>
    expect(result.current).toEqual({
      state: 'ready',
      values: expect.objectContaining({ firstName: 'Ann', lastName: 'Lindqvist' }) as unknown,
      displayName: 'Ann Lindqvist',
      pending: [],
      current: true,
    }),
  );
  expect(result.current).not.toHaveProperty('values.avatarColor');
  expect(api.requests).toBe(1);
});

it('one’s own profile that cannot be read is unavailable, says why, and is there after a retry', async () => {
  const api = new ProfileApi(aProfile());
  api.fails(503, 'Your account can’t be reached.');
  const result = useIn(aClient());
  await waitFor(() =>
    expect(result.current).toMatchObject({ state: 'unavailable', message: 'Your account can’t be reached.' }),
  );
  api.answers(aProfile());
  act(() => {
    if (result.current.state === 'unavailable') result.current.retry();
  });
  await waitFor(() => expect(result.current).toMatchObject({ state: 'ready', displayName: 'Ann Lindqvist' }));
});

it('one’s own profile follows edits at once, and shows what Clerk holds of a value that it refused', async () => {
  const edited = aProfile({ values: { firstName: 'Bea' }, pending: ['firstName'] });
  new ProfileApi(edited);
  const client = aClient();
  client.setQueryData(profileQuery.queryKey, aProfile());
  const result = useIn(client);
  await waitFor(() =>
    expect(result.current).toMatchObject({ displayName: 'Bea Lindqvist', pending: ['firstName'], current: true }),
  );
  const refused = aProfile({ values: { firstName: 'Bea' }, refused: { firstName: {} }, source: 'mirror' });
  act(() => void client.setQueryData(profileQuery.queryKey, refused));
  await waitFor(() => expect(result.current).toMatchObject({ displayName: 'Ann Lindqvist', current: false }));
});
