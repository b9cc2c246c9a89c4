import { screen, waitFor } from '@testing-library/react';
import { aProfile } from '@/__tests__/support/builders';
import { committed, firstName, later, saveButton, sent, showForm } from '../support/show-form';
import type { Saved } from '@/lib/profile/model/profile';
import { fail, type Result } from '@/lib/result';

const named = (name: string, overwrote?: Saved['overwrote'], revision = 4): Result<Saved> =>
  committed(aProfile({ revision }), {
    values: { ...aProfile().values, firstName: name },
    ...(overwrote && { overwrote }),
  });

async function rename(user: ReturnType<typeof showForm>['user'], name: string) {
  await user.clear(firstName());
  await user.type(firstName(), name);
  await user.click(saveButton());
}

it('a save that replaced another device’s says so, and Undo brings that one back', async () => {
  const { show, user, save } = showForm();
  save.mockResolvedValueOnce(named('Zoë', { firstName: 'Bea' }));
  show();
  await rename(user, 'Zoë');
  expect(await screen.findByText('Your save replaced “Bea” from another device')).toBeInTheDocument();
  expect(firstName()).toHaveValue('Zoë');

  save.mockResolvedValueOnce(named('Bea', undefined, 5));
  await waitFor(() =>
    expect(screen.getByRole('button', { name: 'Undo for First name' })).not.toHaveAttribute('aria-disabled'),
  );
  await user.click(screen.getByRole('button', { name: 'Undo for First name' }));
  await waitFor(() => expect(save).toHaveBeenCalledTimes(2));
  expect(sent(save, 1)).toMatchObject({ patch: { firstName: 'Bea' }, base: { firstName: 'Zoë' } });
  await waitFor(() => expect(firstName()).toHaveValue('Bea'));
  expect(screen.queryByText(/Your save replaced/)).not.toBeInTheDocument();
});

it('a replaced value is not mentioned once its field is edited again, or changed by somebody', async () => {
  const { show, user, save, api, refetch } = showForm();
  save.mockResolvedValueOnce(named('Zoë', { firstName: 'Bea' }));
  show();
  await rename(user, 'Zoë');
  expect(await screen.findByText(/Your save replaced/)).toBeInTheDocument();
  await user.type(firstName(), '!');
  expect(screen.queryByText(/Your save replaced/)).not.toBeInTheDocument();
  await user.type(firstName(), '{Backspace}');
  await user.tab();
  expect(screen.getByText(/Your save replaced/)).toBeInTheDocument();
  api.answers(aProfile({ revision: 6 }));
  await refetch();
  await waitFor(() => expect(firstName()).toHaveValue('Ann'));
  expect(screen.queryByText(/Your save replaced/)).not.toBeInTheDocument();
});

it('a save is made over what this device has on its way, and does not take that for another’s', async () => {
  const { show, user, save } = showForm();
  const first = later<Result<Saved>>();
  save.mockReturnValueOnce(first.promise);
  show();
  await rename(user, 'One');
  await waitFor(() => expect(save).toHaveBeenCalledTimes(1));
  save.mockResolvedValueOnce(named('Two', { firstName: 'Ann' }, 5)); // as a server says that never got the first
  await rename(user, 'Two');
  first.resolve(fail('Not today.'));
  await waitFor(() => expect(save).toHaveBeenCalledTimes(2));
  expect(sent(save, 1)).toMatchObject({ patch: { firstName: 'Two' }, base: { firstName: 'One' } });
  await waitFor(() => expect(firstName()).toHaveValue('Two'));
  expect(screen.queryByText(/Your save replaced/)).not.toBeInTheDocument();
});
