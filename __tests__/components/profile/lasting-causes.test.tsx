import { screen, waitFor, within } from '@testing-library/react';
import { enqueueSave } from '@/components/offline/outbox';
import type { Profile, ShownRefusal } from '@/lib/profile/model/profile';
import { stateWords } from '@/lib/profile/words/page-words';
import { english } from '@/__tests__/support/in-english';
import { failed, failForNow } from '@/lib/result';
import { aProfile } from '@/__tests__/support/builders';
import { firstName, lastName, preview, saveButton, showForm, status } from '../support/show-form';

const refusal = (code: string): ShownRefusal => ({
  value: 'Lindqvist',
  code,
  message: 'last_name is not a valid parameter for this request.',
  traceId: 'trace-7',
  at: '2026-01-01T00:00:00.000Z',
  inClerk: 'Berg',
});
const showRefused = (code: string, names: (keyof Profile['refused'])[] = ['lastName']) => {
  const form = showForm({
    profile: aProfile({ refused: Object.fromEntries(names.map((name) => [name, refusal(code)])) }),
  });
  form.show();
  return form;
};

it('a field that is switched off says so once, and offers only the way back', () => {
  showRefused('form_param_unknown');
  expect(lastName()).toHaveAccessibleDescription('This app does not use last names.');
  expect(screen.getAllByText(/does not use last names/)).toHaveLength(1);
  expect(screen.queryByRole('button', { name: 'Retry Last name' })).not.toBeInTheDocument();
  expect(screen.getByRole('button', { name: 'Discard Last name' })).toHaveTextContent('Go back to “Berg”');
});

it('a value that is too long is not offered to be sent once more as it is', () => {
  showRefused('form_param_max_length_exceeded');
  expect(lastName()).toHaveAccessibleDescription('Last name is too long. Shorten it and save again.');
  expect(screen.queryByRole('button', { name: 'Retry Last name' })).not.toBeInTheDocument();
});

it('an account that is gone is said once, of the whole profile, and blames no field', () => {
  showRefused('resource_not_found', ['firstName', 'lastName']);
  expect(status()).toHaveTextContent(`${english.say(stateWords.gone.title)} ${english.t('state.goneDetail')}`);
  expect(screen.getAllByText(/no longer exists/)).toHaveLength(1);
  expect(firstName()).toBeValid();
  expect(preview()).toHaveTextContent('Not visible to others');
});

it('a save that no retry can bring through says so, and offers none', async () => {
  const { show, user, save } = showForm();
  save.mockResolvedValue(
    failed({ message: 'This account no longer exists, so nothing was saved.', lasting: true, cause: '404' }),
  );
  show();
  await user.type(firstName(), 'ika');
  await user.click(saveButton());
  expect(await screen.findByRole('alert')).toHaveTextContent('This account no longer exists, so nothing was saved.');
  expect(screen.queryByRole('button', { name: 'Try again' })).not.toBeInTheDocument();
  expect(status()).toHaveTextContent(/^Not saved$/);
  expect(status()).toHaveAttribute('aria-live', 'off'); // the alert has said it
  expect(await screen.findByText('404')).toBeInTheDocument();
});

it('a save that waits for whoever runs the app is kept, and pressing cannot hurry it', async () => {
  const { show, user, save } = showForm();
  save.mockResolvedValue(failForNow('Not saved: this app is set up wrongly.', { lasting: true }));
  show();
  await user.type(firstName(), 'ika');
  await user.click(saveButton());
  expect(await screen.findByRole('alert')).toHaveTextContent('Not saved: this app is set up wrongly.');
  expect(screen.queryByRole('button', { name: 'Send now' })).not.toBeInTheDocument();
  await waitFor(() => expect(status()).toHaveTextContent(english.t('state.kept')));
});

it('a profile that cannot be read for a lasting reason offers no retry', async () => {
  const { show, api } = showForm({ hydrated: false });
  api.fails(503, 'Your profile can’t be loaded, because this app is set up wrongly.', { lasting: true });
  show();
  expect(await screen.findByRole('alert')).toHaveTextContent('because this app is set up wrongly');
  expect(screen.queryByRole('button', { name: 'Retry' })).not.toBeInTheDocument();
});

it('values that cannot be refreshed for a lasting reason stay, without a retry', async () => {
  const { show, api, refetch } = showForm();
  show();
  api.fails(503, 'This app is set up wrongly.', { lasting: true, cause: 'a wrong key' });
  await refetch();
  await waitFor(() => expect(status()).toHaveTextContent(`Can’t refresh ${english.t('state.readFailedLasting')}`));
  expect(screen.queryByRole('button', { name: 'Retry' })).not.toBeInTheDocument();
  expect(screen.getByText('a wrong key')).toBeInTheDocument();
});

describe('where the profile cannot be loaded', () => {
  const unavailable = () => {
    const form = showForm({ hydrated: false });
    form.api.fails(503, 'Your profile can’t be loaded right now.');
    return form;
  };
  const kept = () => screen.findByRole('region', { name: english.t('unavailable.kept') });

  it('the page shows what this browser keeps to be sent, and sends it once the profile is there', async () => {
    await enqueueSave('user_ann', { saveId: crypto.randomUUID(), patch: { firstName: 'Annika' } });
    const { show, api, save, user } = unavailable();
    save.mockReturnValue(new Promise(() => undefined));
    show();
    expect(within(await kept()).getByText('Annika')).toBeInTheDocument();
    expect(within(await kept()).getByRole('status')).toHaveTextContent(english.t('unavailable.keptSent'));
    expect(save).not.toHaveBeenCalled();
    api.answers(aProfile());
    await user.click(screen.getByRole('button', { name: 'Retry' }));
    await waitFor(() => expect(save).toHaveBeenCalledTimes(1));
  });

  it('the page shows what was only typed, and does not say that it will be sent', async () => {
    localStorage.setItem('perdure:draft:user_ann:lastName', JSON.stringify({ value: 'Berg', base: 'Lindqvist' }));
    unavailable().show();
    expect(within(await kept()).getByText('Berg')).toBeInTheDocument();
    expect(within(await kept()).getByRole('status')).toHaveTextContent(english.t('unavailable.keptTyped'));
  });
});
