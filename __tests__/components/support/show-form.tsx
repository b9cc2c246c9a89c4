import './dom';
import { notifyManager, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { act, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { listDrafts } from '@/components/offline/drafts';
import { removeSave, listSaves } from '@/components/offline/outbox';
import { SignedInForm } from '@/components/profile/form/signed-in-form';
import { sectionsShown } from '@/lib/profile/model/sections';
import type { SaveProfile } from '@/components/profile/saving/save-type';
import type { Profile, Save } from '@/lib/profile/model/profile';
import { profileQuery } from '@/lib/profile/model/query/profile-query';
import type { FieldName } from '@/lib/profile/model/values';
import { ok, type Result } from '@/lib/result';
import { aProfile } from '@/__tests__/support/builders';
import { render } from './english';
import { ProfileApi } from './profile-api';

const sections = sectionsShown({});
const clients: QueryClient[] = [];
afterEach(async () => {
  clients.splice(0).forEach((client) => client.clear());
  localStorage.clear();
  for (const save of await listSaves('user_ann')) await removeSave('user_ann', save);
});

/** A cache that does not repeat what fails, so that a test sees the failure at once. */
export function aClient(): QueryClient {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  clients.push(client);
  return client;
}

/** The form as the page shows it, with `profile` from the server; `save` is the action. */
export function showForm({ profile = aProfile(), hydrated = true }: { profile?: Profile; hydrated?: boolean } = {}) {
  const api = new ProfileApi(profile);
  const save = jest.fn<ReturnType<SaveProfile>, [unknown]>();
  const client = aClient();
  if (hydrated) client.setQueryData(profileQuery.queryKey, profile);
  const show = () =>
    render(
      <QueryClientProvider client={client}>
        <SignedInForm
          {...{ save, post: jest.fn(), userId: 'user_ann', token: 'page', at: Date.now(), path: '/here' }}
          sections={sections}
        />
      </QueryClientProvider>,
    );
  const refetch = () =>
    act(async () => {
      await client.refetchQueries({ queryKey: profileQuery.queryKey });
      // The cache tells its readers in a later task: this one comes after them.
      await new Promise<void>((told) => notifyManager.schedule(told));
    });
  return { api, save, client, user: userEvent.setup(), show, refetch };
}

/** What a save of `patch` on `profile` returns, once Postgres has it. */
export const committed = (profile: Profile, over: Partial<Profile>): Result<Profile> =>
  ok({ ...profile, revision: profile.revision + 1, ...over });

/** A promise and the handles that settle it: the answer of an action that is still on its way. */
export function later<T>() {
  let resolve!: (value: T) => void;
  let reject!: (error: Error) => void;
  const promise = new Promise<T>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}

// by label: to find a role jsdom works the styles of the whole form out, which takes a second on a busy machine
export const firstName = () => screen.getByLabelText('First name');
export const lastName = () => screen.getByLabelText('Last name');
export const swatch = (name: string) => screen.getByRole('radio', { name });
export const preview = () => screen.getByRole('region', { name: 'Preview' });
export const saveButton = () => screen.getByRole('button', { name: /^Sav(e|ing…)$/ });
export const resetButton = () => screen.getByRole('button', { name: 'Reset' });
export const status = () => screen.getAllByRole('status').at(-1)!;
export const sent = (save: jest.Mock<unknown, [unknown]>, call = 0) => save.mock.calls[call]?.[0] as Save;
/** The values that the browser keeps as drafts of a field. */
export const draftsOf = (name: FieldName): string[] =>
  listDrafts('user_ann').flatMap((stored) => (stored.name === name ? stored.drafts.map(({ text }) => text) : []));
