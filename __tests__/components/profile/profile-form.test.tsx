import { act, screen, waitFor, within } from '@testing-library/react';
import { UnrecognizedActionError } from 'next/dist/client/components/unrecognized-action-error';
import { valuesOf } from '@/__tests__/support/values';
import { enqueueSave, listSaves } from '@/components/offline/outbox';
import { displayName } from '@/lib/profile/model/initials';
import type { Profile, Save, Saved } from '@/lib/profile/model/profile';
import { colorNames } from '@/lib/profile/model/colors/palette';
import { postedText } from '@/lib/profile/model/posted-text';
import { fieldNames, fieldOf, toText } from '@/lib/profile/model/values';
import { fail, failForNow, failUncertain, type Result } from '@/lib/result';
import { aProfile } from '@/__tests__/support/builders';
import {
  committed,
  draftsOf,
  firstName,
  lastName,
  later,
  preview,
  resetButton,
  saveButton,
  sent,
  showForm,
  status,
  swatch,
} from '../support/show-form';

/** The roles of the controls of fields. */
const shownRoles = ['textbox', 'combobox', 'switch', 'radiogroup', 'group'] as const;

describe('fields', () => {
  it.each(fieldNames)('the form shows the field %s with its label, hint and saved value', (name) => {
    const { show } = showForm();
    show();
    const { label, hint } = fieldOf(name);
    const named = shownRoles.flatMap((role) => screen.queryAllByRole(role, { name: label }));
    expect(named).toHaveLength(1);
    const posted = new FormData(screen.getByRole<HTMLFormElement>('form')).getAll(name);
    expect(postedText(name, posted, { isShown: true, chosen: undefined })).toBe(toText(name, aProfile().values[name]));
    if (hint) expect(screen.getByText(hint)).toBeInTheDocument();
  });

  it('every colour has a name, so that the choice is not told by colour alone', () => {
    const { show } = showForm();
    show();
    expect(swatch('Teal')).toBeChecked();
    expect(swatch('Violet')).not.toBeChecked();
    const colours = within(screen.getByRole('radiogroup', { name: 'Avatar colour' })).getAllByRole('radio');
    const names = colours.flatMap((colour) => colour.getAttribute('title') ?? []);
    expect(new Set(names).size).toBe(colorNames.length);
    const others = colours.filter((colour) => !colour.hasAttribute('title'));
    for (const other of others) expect(other).toHaveAccessibleName();
    expect(others).toHaveLength(2); // that of the person’s id, and any other
  });

  it('the arrow keys choose a colour', async () => {
    const { show, user } = showForm();
    show();
    act(() => swatch('Teal').focus());
    await user.keyboard('{ArrowRight}');
    await waitFor(() => expect(swatch('Sky')).toBeChecked());
    expect(swatch('Sky')).toHaveFocus();
  });
});

describe('editing', () => {
  it('the preview shows what is being typed', async () => {
    const { show, user } = showForm();
    show();
    await user.clear(firstName());
    await user.type(firstName(), 'Zoë');
    expect(preview()).toHaveTextContent('Zoë Lindqvist');
    expect(within(preview()).getByRole('img', { name: 'Avatar of Zoë Lindqvist' })).toHaveTextContent('ZL');
  });

  it('the preview shows the chosen colour before it is saved', async () => {
    const { show, user } = showForm();
    show();
    await user.click(swatch('Violet'));
    expect(within(preview()).getByRole('img')).toHaveStyle({ background: '#7c3aed' });
  });

  it('the form and the preview show no name, and no letter, where none is known', () => {
    const profile = aProfile({ values: valuesOf({ firstName: '', lastName: '', avatarColor: 'slate' }) });
    expect(displayName(profile.values)).toBe('');
    const { show } = showForm({ profile });
    show();
    expect(preview()).toHaveTextContent('No name yet');
    const avatar = within(preview()).getByRole('img', { name: 'Avatar without a name' });
    expect(avatar).toHaveTextContent('');
    expect(avatar.querySelector('svg')).not.toBeNull();
    expect(firstName()).toHaveValue('');
  });

  it('a refetch with another value keeps what is being typed, and that value is offered', async () => {
    const { show, user, api, refetch } = showForm();
    show();
    await user.type(firstName(), 'ika');
    api.answers(
      aProfile({ revision: 5, values: valuesOf({ firstName: 'Anna', lastName: 'Berg', avatarColor: 'teal' }) }),
    );
    await refetch();
    expect(firstName()).toHaveValue('Annika');
    expect(firstName()).toHaveFocus();
    expect(lastName()).toHaveValue('Berg');
    expect(screen.getByText('Changed to “Anna” on another device')).toBeInTheDocument();

    await user.click(screen.getByRole('button', { name: 'Use it for First name' }));
    expect(firstName()).toHaveValue('Anna');
    expect(screen.queryByText(/on another device/)).not.toBeInTheDocument();
  });

  it('a field typed back to what it was is not sent, even when it changed elsewhere meanwhile', async () => {
    const { show, user, api, refetch, save } = showForm();
    show();
    await user.type(firstName(), 'x{Backspace}');
    api.answers(aProfile({ revision: 5, values: { ...aProfile().values, firstName: 'Anna' } }));
    await refetch();
    await user.tab();
    expect(firstName()).toHaveValue('Anna');
    await user.click(saveButton());
    expect(save).not.toHaveBeenCalled();
  });

  it('Reset drops every edit', async () => {
    const { show, user } = showForm();
    show();
    await user.type(firstName(), 'ika');
    await user.click(swatch('Violet'));
    await user.click(resetButton());
    expect(firstName()).toHaveValue('Ann');
    expect(swatch('Teal')).toBeChecked();
    expect(saveButton()).toHaveAttribute('aria-disabled', 'true');
  });

  it('Save and Reset say why they cannot be pressed while nothing is changed, and do nothing', async () => {
    const { show, user, save } = showForm();
    show();
    for (const button of [saveButton(), resetButton()])
      expect(button).toHaveAccessibleDescription('There are no changes.');
    await user.click(saveButton());
    await user.type(firstName(), '{Enter}');
    expect(save).not.toHaveBeenCalled();
  });
});

describe('saving', () => {
  it('a save sends only the changed fields, as they will be stored', async () => {
    const { show, user, save, api } = showForm();
    save.mockImplementation(async () => {
      const result = committed(aProfile(), { values: { ...aProfile().values, firstName: 'Annika' } });
      if (result.ok) api.answers(result.value);
      return result;
    });
    show();
    await user.clear(firstName());
    await user.type(firstName(), '  Annika ');
    await user.click(saveButton());
    await waitFor(() => expect(save).toHaveBeenCalledTimes(1));
    expect(sent(save)).toEqual({
      saveId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      patch: { firstName: 'Annika' },
      base: { firstName: 'Ann' },
      attempt: 'first',
    });
    await waitFor(() => expect(firstName()).toHaveValue('Annika'));
    expect(saveButton()).toHaveAttribute('aria-disabled', 'true');
  });

  it('two presses of Save send one save', async () => {
    const { show, user, save } = showForm();
    save.mockReturnValue(new Promise(() => undefined));
    show();
    await user.type(firstName(), 'ika');
    await user.dblClick(saveButton());
    await user.type(firstName(), '{Enter}');
    await waitFor(() => expect(save).toHaveBeenCalled());
    expect(save).toHaveBeenCalledTimes(1);
  });

  it('what is typed while a save is under way stays as an edit of its own', async () => {
    const { show, user, save, api } = showForm();
    const answer = later<Result<Profile>>();
    save.mockReturnValueOnce(answer.promise);
    show();
    await user.type(firstName(), 'ika');
    await user.click(saveButton());
    await user.type(firstName(), ' Maria');
    const saved = committed(aProfile(), { values: { ...aProfile().values, firstName: 'Annika' } });
    if (saved.ok) api.answers(saved.value);
    answer.resolve(saved);
    await waitFor(() => expect(saveButton()).not.toHaveAttribute('aria-disabled'));
    expect(firstName()).toHaveValue('Annika Maria');
    expect(screen.queryByText(/on another device/)).not.toBeInTheDocument();

    save.mockReturnValue(new Promise(() => undefined));
    await user.click(saveButton());
    await waitFor(() => expect(save).toHaveBeenCalledTimes(2));
    expect(sent(save, 1)).toMatchObject({ patch: { firstName: 'Annika Maria' } });
  });

  it('a validation message stands under its input, tied to it, and Save leads there', async () => {
    const { show, user, save } = showForm();
    show();
    await user.clear(firstName());
    await user.type(lastName(), ' Berg');
    await user.click(saveButton());
    expect(save).not.toHaveBeenCalled();
    expect(firstName()).toHaveFocus();
    expect(firstName()).toBeInvalid();
    expect(firstName()).toHaveAccessibleDescription('First name can’t be empty. Enter at least one character.');
    expect(lastName()).toBeValid();

    await user.type(firstName(), 'A');
    expect(firstName()).toBeValid();
  });

  it('a validation message comes when a changed field is left, not while it is being typed in', async () => {
    const { show, user } = showForm();
    show();
    await user.clear(firstName());
    expect(firstName()).toBeValid();
    await user.tab();
    expect(firstName()).toBeInvalid();
  });

  it('a validation message does not move the page while a button is being pressed', async () => {
    const { show, user } = showForm();
    show();
    await user.clear(firstName());
    await user.pointer({ keys: '[MouseLeft>]', target: swatch('Violet') });
    expect(firstName()).not.toHaveFocus();
    expect(firstName()).toBeValid();
    await user.pointer({ keys: '[/MouseLeft]', target: swatch('Violet') });
    await waitFor(() => expect(firstName()).toBeInvalid());
    expect(swatch('Violet')).toBeChecked();
  });

  it('the server’s message stands under its input, with the edit, and says that nothing was saved', async () => {
    const { show, user, save } = showForm();
    save.mockResolvedValue(
      fail('Some fields need another look. Nothing was saved.', { lastName: 'Last name is taken by a moose.' }),
    );
    show();
    await user.type(lastName(), ' Berg');
    await user.click(saveButton());
    await waitFor(() => expect(lastName()).toHaveAccessibleDescription('Last name is taken by a moose.'));
    expect(lastName()).toHaveFocus();
    expect(lastName()).toHaveValue('Lindqvist Berg');
    expect(firstName()).toBeValid();
    expect(screen.getByRole('alert')).toHaveTextContent('Some fields need another look. Nothing was saved.');
    expect(screen.queryByRole('button', { name: 'Try again' })).not.toBeInTheDocument();
  });

  const lastNameRefused = (profile: Profile): Result<Saved> => {
    const saved = committed(profile, {
      values: { ...profile.values, firstName: 'Annika' },
      source: 'clerk',
      revision: 0,
    });
    return saved.ok
      ? {
          ...saved,
          value: {
            ...saved.value,
            refusedFields: {
              message: 'Your last name was not accepted; the rest is saved.',
              errors: { lastName: 'This app does not use last names.' },
            },
          },
        }
      : saved;
  };

  it('a partly refused save says what is saved and what is not, and keeps what is not as an edit', async () => {
    const { show, user, save } = showForm();
    const answer = lastNameRefused(aProfile());
    save.mockResolvedValueOnce(answer).mockReturnValue(new Promise(() => undefined));
    show();
    await user.type(firstName(), 'ika');
    await user.type(lastName(), ' Berg');
    await user.click(saveButton());
    expect(await screen.findByRole('alert')).toHaveTextContent('Your last name was not accepted; the rest is saved.');
    expect(lastName()).toHaveAccessibleDescription('This app does not use last names.');
    expect(lastName()).toHaveFocus();
    expect(lastName()).toHaveValue('Lindqvist Berg');
    expect(firstName()).toHaveValue('Annika');
    expect(firstName()).toBeValid();
    await waitFor(() => expect(status()).toHaveTextContent('Not all of it is saved'));
    expect(draftsOf('firstName')).toEqual([]);
    expect(draftsOf('lastName')).toEqual(['Lindqvist Berg']);
    await waitFor(async () => expect(await listSaves('user_ann')).toEqual([]));

    await user.click(saveButton());
    await waitFor(() => expect(save).toHaveBeenCalledTimes(2));
    expect(sent(save, 1).patch).toEqual({ lastName: 'Lindqvist Berg' });
    expect(sent(save, 1).saveId).not.toBe(sent(save, 0).saveId); // the first is known, and would not be tried again
  });

  it('the form shows what Clerk refused of a save that an earlier visit left', async () => {
    await enqueueSave('user_ann', {
      saveId: crypto.randomUUID(),
      patch: { firstName: 'Annika', lastName: 'Berg' },
    });
    const { show, save } = showForm();
    save.mockResolvedValue(lastNameRefused(aProfile()));
    show();
    expect(await screen.findByRole('alert')).toHaveTextContent('Your last name was not accepted; the rest is saved.');
    expect(lastName()).toHaveValue('Berg');
    expect(firstName()).toHaveValue('Annika');
  });

  it.each([
    [
      'cannot be reached',
      new TypeError('Failed to fetch'),
      'Not saved yet: the server can’t be reached. Your edit is still here.',
    ],
    [
      'cannot take it for now',
      failForNow('Not saved: most of this app is down.'),
      'Not saved: most of this app is down.',
    ],
    [
      'may have taken it',
      failUncertain('It is not certain that this is saved: this app is busy.'),
      'It is not certain that this is saved: this app is busy.',
    ],
  ])(
    'an edit is kept and sent again with the same saveId when the server %s',
    async (_when, answer, words) => {
      const { show, user, save, api } = showForm();
      save.mockImplementation(async () => {
        if (answer instanceof Error) throw answer;
        return answer;
      });
      show();
      await user.type(firstName(), 'ika');
      await user.click(saveButton());
      expect(await screen.findByRole('alert')).toHaveTextContent(words);
      expect(status()).toHaveTextContent('Not saved yet – will be sent Kept in this browser until then');
      expect(firstName()).toHaveValue('Annika');
      expect(await act(() => listSaves('user_ann'))).toEqual([{ ...sent(save, 0), attempt: undefined }]);
      await user.click(screen.getByRole('button', { name: 'Send now' }));
      await waitFor(() => expect(save).toHaveBeenCalledTimes(2));

      const saved = committed(aProfile(), { values: { ...aProfile().values, firstName: 'Annika' } });
      if (saved.ok) api.answers(saved.value);
      save.mockResolvedValue(saved);
      await waitFor(() => expect(screen.queryByRole('alert')).not.toBeInTheDocument(), { timeout: 8_000 });
      for (let n = 1; n < save.mock.calls.length; n += 1)
        expect(sent(save, n)).toEqual({
          ...sent(save, 0),
          attempt: answer instanceof Error || (!answer.ok && answer.failure.uncertain) ? 'retry-unanswered' : 'retry',
        });
      await waitFor(async () => expect(await listSaves('user_ann')).toEqual([]));
    },
    15_000,
  );

  it('a page older than the app asks for a reload, and keeps the save for it', async () => {
    const { show, user, save } = showForm();
    save.mockRejectedValue(new UnrecognizedActionError('not found'));
    show();
    await user.type(firstName(), 'ika');
    await user.click(saveButton());
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'this app was updated meanwhile. Reload the page and it is sent; your edit is kept.',
    );
    expect(screen.getByRole('button', { name: 'Reload' })).toBeInTheDocument();
    expect(await act(() => listSaves('user_ann'))).toEqual([{ ...sent(save, 0), attempt: undefined }]);
  });

  it('the page sends what an earlier visit left, in the order it was saved', async () => {
    for (const name of ['One', 'Two'])
      await enqueueSave('user_ann', { saveId: crypto.randomUUID(), patch: { firstName: name } });
    const { show, save, api } = showForm();
    const saved = committed(aProfile(), { values: { ...aProfile().values, firstName: 'Two' } });
    if (saved.ok) api.answers(saved.value);
    save.mockResolvedValue(saved);
    show();
    await waitFor(() => expect(save).toHaveBeenCalledTimes(2));
    expect([sent(save, 0).patch, sent(save, 1).patch]).toEqual([{ firstName: 'One' }, { firstName: 'Two' }]);
    await waitFor(async () => expect(await listSaves('user_ann')).toEqual([]));
  });

  it('what another tab kept and could not send is sent first, so that it does not come later', async () => {
    const { show, user, save } = showForm();
    save.mockImplementation(async (input) =>
      committed(aProfile(), { values: { ...aProfile().values, ...(input as Save).patch } }),
    );
    show();
    // what an earlier visit left has been looked for
    await waitFor(() => expect(status()).toHaveTextContent('Your account is up to date.'));
    await enqueueSave('user_ann', { saveId: crypto.randomUUID(), patch: { firstName: 'Older' } });
    await user.type(firstName(), 'ika');
    await user.click(saveButton());
    await waitFor(() => expect(save).toHaveBeenCalledTimes(2));
    expect([sent(save, 0), sent(save, 1)]).toMatchObject([
      { patch: { firstName: 'Older' }, attempt: 'retry-unanswered' },
      { patch: { firstName: 'Annika' } },
    ]);
    expect(sent(save, 1)).toHaveProperty('attempt', 'first');
    await waitFor(async () => expect(await listSaves('user_ann')).toEqual([]));
  });

  it('the browser keeps a save once, however often it is sent', async () => {
    const save = { saveId: crypto.randomUUID(), patch: { firstName: 'One' } };
    for (let times = 0; times < 3; times += 1) await enqueueSave('user_ann', save);
    expect(await listSaves('user_ann')).toEqual([save]);
  });

  it('Reset withdraws what would have been sent after a reload', async () => {
    const { show, user, save } = showForm();
    save.mockRejectedValue(new UnrecognizedActionError('not found'));
    show();
    await user.type(firstName(), 'ika');
    await user.click(saveButton());
    await screen.findByRole('alert');
    expect(await act(() => listSaves('user_ann'))).toHaveLength(1);
    expect(firstName()).toHaveValue('Annika'); // an edit still, whatever was shown meanwhile
    await user.click(resetButton());
    await waitFor(async () => expect(await listSaves('user_ann')).toEqual([]));
  });

  it('a failed save is tried again together with what was typed in another field since', async () => {
    const { show, user, save } = showForm();
    save.mockRejectedValueOnce(Object.assign(new Error('redacted'), { digest: '123' }));
    show();
    await user.type(firstName(), 'ika');
    await user.click(saveButton());
    await screen.findByRole('alert');
    await user.type(lastName(), ' Berg');
    save.mockReturnValue(new Promise(() => undefined));
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    await waitFor(() => expect(save).toHaveBeenCalledTimes(2));
    expect(sent(save, 1).patch).toEqual({ firstName: 'Annika', lastName: 'Lindqvist Berg' });
  });

  it('an edit is done once another device saved just that, and the field follows others from then on', async () => {
    const { show, user, api, refetch } = showForm();
    show();
    await user.type(firstName(), 'ika');
    api.answers(aProfile({ revision: 5, values: { ...aProfile().values, firstName: 'Annika' } }));
    await refetch();
    await waitFor(() => expect(status()).toHaveTextContent('Your account is up to date.'));
    api.answers(aProfile({ revision: 6, values: { ...aProfile().values, firstName: 'Bob' } }));
    await refetch();
    await waitFor(() => expect(firstName()).toHaveValue('Bob'));
    expect(status()).toHaveTextContent('Your account is up to date.');
  });

  it('an edit that was changed after a failure is another save', async () => {
    const { show, user, save } = showForm();
    save.mockRejectedValue(Object.assign(new Error('redacted'), { digest: '123' }));
    show();
    await user.type(firstName(), 'ika');
    await user.click(saveButton());
    await screen.findByRole('alert');
    await user.type(firstName(), ' Maria');
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    await waitFor(() => expect(save).toHaveBeenCalledTimes(2));
    await screen.findByRole('alert');
    expect(sent(save, 1).patch).toEqual({ firstName: 'Annika Maria' });
    expect(sent(save, 1).saveId).not.toBe(sent(save, 0).saveId);
  });

  it('“Not saved” is taken back when it turns out that the save had arrived', async () => {
    const { show, user, save, api } = showForm();
    save.mockImplementationOnce(async () => {
      api.answers(aProfile({ revision: 5, values: { ...aProfile().values, firstName: 'Annika' } }));
      throw Object.assign(new Error('redacted'), { digest: '123' });
    });
    show();
    await user.type(firstName(), 'ika');
    await user.click(saveButton());
    await waitFor(() => expect(saveButton()).toHaveAttribute('aria-disabled', 'true'));
    await waitFor(() => expect(screen.queryByRole('alert')).not.toBeInTheDocument());
    expect(firstName()).toHaveValue('Annika');
  });

  it('a fault of the server is told from an unreachable server', async () => {
    const { show, user, save } = showForm();
    save.mockRejectedValueOnce(Object.assign(new Error('redacted'), { digest: '123' }));
    show();
    await user.type(firstName(), 'ika');
    await user.click(saveButton());
    expect(await screen.findByRole('alert')).toHaveTextContent('Not saved, because of a fault on our side.');
  });
});

it('a failure of the page itself at a press of Save is said, and what was typed stays', async () => {
  const { show, user, save, client } = showForm();
  show();
  await user.type(firstName(), 'ika');
  const reported = jest.fn((event: ErrorEvent) => event.preventDefault());
  window.addEventListener('error', reported);
  jest.spyOn(client, 'isMutating').mockImplementationOnce(() => {
    throw new Error('a fault of the page');
  });
  await user.click(saveButton());
  window.removeEventListener('error', reported);
  expect(screen.getByRole('alert')).toHaveTextContent('Something on this page went wrong');
  expect(screen.getByRole('alert')).toHaveTextContent('What you typed is kept in this browser');
  expect(screen.getByRole('button', { name: 'Reload' })).toBeInTheDocument();
  expect(firstName()).toHaveValue('Annika');
  expect(status()).toHaveTextContent('Unsaved changes');
  expect(save).not.toHaveBeenCalled();
  expect(reported).toHaveBeenCalledTimes(1);
});
