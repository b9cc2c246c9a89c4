import { fireEvent, act, screen, waitFor } from '@testing-library/react';
import { DRAFT_AGE_LIMIT_MS } from '@/lib/profile/model/drafts/drafts';
import { aProfile } from '@/__tests__/support/builders';
import {
  draftsOf,
  firstName,
  lastName,
  preview,
  resetButton,
  saveButton,
  sent,
  showForm,
  status,
  swatch,
} from '../../support/show-form';

const MINUTE = 60_000;
/** Has a page that is gone keep drafts of a field, with what each was typed over and how long ago. */
function leaveDrafts(page: string, name: string, ...drafts: { value: string; base: string; ago: number }[]) {
  const stored = drafts.map(({ value, base, ago }) => ({ value, base, at: Date.now() - ago }));
  localStorage.setItem(`perdure:draft:user_ann:${page}:${name}`, JSON.stringify(stored));
}

/** Whether the browser would ask before this page is left. */
function leave(): boolean {
  const event = new Event('beforeunload', { cancelable: true });
  window.dispatchEvent(event);
  return event.defaultPrevented;
}

describe('drafts of pages that are gone', () => {
  it('a draft that a closed tab left is in the form again, says when it was typed, and can be discarded', async () => {
    leaveDrafts('gone', 'lastName', { value: 'Berg', base: 'Lindqvist', ago: MINUTE });
    const { show, user } = showForm();
    show();
    expect(status()).toHaveTextContent(/^Showing what is saved$/); // nothing is called saved before drafts were read
    await waitFor(() => expect(lastName()).toHaveValue('Berg'));
    expect(screen.getByText('You typed this a moment ago')).toBeInTheDocument();
    expect(status()).toHaveTextContent('Unsaved changes');
    expect(localStorage.getItem('perdure:draft:user_ann:gone:lastName')).toBeNull();
    expect(draftsOf('lastName')).toEqual(['Berg']);

    await user.click(screen.getByRole('button', { name: 'Discard: Last name' }));
    expect(lastName()).toHaveValue('Lindqvist');
    expect(lastName()).toHaveFocus();
    expect(screen.queryByText(/You typed this/)).not.toBeInTheDocument();
    expect(draftsOf('lastName')).toEqual([]);
  });

  it('of two drafts of a field the newer is in the form, and the older is offered and can be swapped in', async () => {
    leaveDrafts('one', 'firstName', { value: 'Older', base: 'Ann', ago: 20 * MINUTE });
    leaveDrafts('two', 'firstName', { value: 'Newer', base: 'Ann', ago: MINUTE });
    const { show, user } = showForm();
    show();
    await waitFor(() => expect(firstName()).toHaveValue('Newer'));
    expect(draftsOf('firstName').sort()).toEqual(['Newer', 'Older']);
    await user.click(screen.getByRole('button', { name: 'Use it: First name' }));
    expect(firstName()).toHaveValue('Older');
    expect(draftsOf('firstName').sort()).toEqual(['Newer', 'Older']);
    await user.click(screen.getByRole('button', { name: 'Discard it: First name' }));
    expect(firstName()).toHaveValue('Older');
    expect(draftsOf('firstName')).toEqual(['Older']);
  });

  it('a draft is dropped where its value was saved meanwhile, and one that is older than 30 days', async () => {
    leaveDrafts('one', 'firstName', { value: 'Ann', base: 'Old', ago: MINUTE });
    leaveDrafts('two', 'lastName', { value: 'Old', base: 'Lindqvist', ago: DRAFT_AGE_LIMIT_MS + 1 });
    const { show } = showForm();
    show();
    await waitFor(() => expect(status()).toHaveTextContent('Saved'));
    expect(firstName()).toHaveValue('Ann');
    expect(lastName()).toHaveValue('Lindqvist');
    expect(Object.keys(localStorage)).toEqual([]);
  });

  it('a draft as older versions of the app kept it is in the form again, and so is a chosen colour', async () => {
    localStorage.setItem('perdure:draft:user_ann:lastName', JSON.stringify({ value: 'Berg', base: 'Lindqvist' }));
    leaveDrafts('gone', 'avatarColor', { value: 'violet', base: 'teal', ago: MINUTE });
    const { show } = showForm();
    show();
    await waitFor(() => expect(lastName()).toHaveValue('Berg'));
    expect(screen.getByText('You typed this earlier')).toBeInTheDocument();
    expect(screen.getByText('You chose this a moment ago')).toBeInTheDocument();
    expect(swatch('Violet')).toBeChecked();
  });

  it('what was typed before the drafts were read stays, and the draft is offered', async () => {
    leaveDrafts('gone', 'firstName', { value: 'Draft', base: 'Ann', ago: MINUTE });
    const { show } = showForm();
    show();
    fireEvent.change(firstName(), { target: { value: 'Annika' } });
    expect(await screen.findByText('You typed “Draft” a moment ago')).toBeInTheDocument();
    expect(firstName()).toHaveValue('Annika');
  });

  it('another user’s draft is neither shown nor removed', async () => {
    const key = 'perdure:draft:user_bea:gone:firstName';
    localStorage.setItem(key, JSON.stringify([{ value: 'Secret', base: 'Bea', at: Date.now() }]));
    const { show } = showForm();
    show();
    await waitFor(() => expect(status()).toHaveTextContent('Saved'));
    expect(firstName()).toHaveValue('Ann');
    expect(localStorage.getItem(key)).toContain('Secret');
  });
});

describe('leaving', () => {
  it('the browser does not ask before a page is left whose edits it keeps', async () => {
    const { show, user } = showForm();
    show();
    await user.type(firstName(), 'ika');
    expect(leave()).toBe(false);
    expect(draftsOf('firstName')).toEqual(['Annika']);
  });

  it('the browser asks before a page is left whose edits it does not keep', async () => {
    const { show, user } = showForm();
    show();
    const full = jest.spyOn(Storage.prototype, 'setItem').mockImplementation(() => {
      throw new DOMException('full', 'QuotaExceededError');
    });
    expect(leave()).toBe(false);
    await user.type(firstName(), 'ika');
    expect(leave()).toBe(true);
    full.mockRestore();
    await user.type(firstName(), '!');
    expect(leave()).toBe(false);
  });
});

describe('values that arrive without an event', () => {
  const put = (input: HTMLElement, value: string) => {
    // as from an extension's own world: the setter that React put on the input hears nothing of it
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')!.set!.call(input, value);
  };
  const choose = (radio: HTMLElement) => {
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'checked')!.set!.call(radio, true);
  };

  it('a press of Save sends what was put into the controls without an event', async () => {
    const { show, user, save } = showForm();
    save.mockReturnValue(new Promise(() => undefined));
    show();
    put(firstName(), 'Filled');
    choose(swatch('Violet'));
    await user.click(saveButton());
    await waitFor(() => expect(save).toHaveBeenCalled());
    expect(sent(save).patch).toEqual({ firstName: 'Filled', avatarColor: 'violet' });
  });

  it('a value that was put into a control is seen when its field is left, also if React knows it already', async () => {
    const { show, user } = showForm();
    show();
    await user.click(firstName());
    (firstName() as HTMLInputElement).value = 'Filled'; // by a script of the page: React believes that it did it
    act(() => void firstName().dispatchEvent(new Event('input', { bubbles: true })));
    expect(preview()).toHaveTextContent('Filled Lindqvist');
    put(firstName(), 'Again');
    await user.tab();
    expect(preview()).toHaveTextContent('Again Lindqvist');
  });

  it('a refetch does not draw over a value that was put into a control, and says what it stands over', async () => {
    const { show, api, refetch } = showForm();
    show();
    put(firstName(), 'Filled');
    api.answers(aProfile({ revision: 5, values: { ...aProfile().values, firstName: 'Bob', lastName: 'Moe' } }));
    await refetch();
    await waitFor(() => expect(lastName()).toHaveValue('Moe'));
    expect(firstName()).toHaveValue('Filled');
    expect(preview()).toHaveTextContent('Filled Moe');
    expect(screen.getByText('Changed to “Bob” on another device')).toBeInTheDocument();
  });

  it('a colour that was chosen by a script survives a refetch', async () => {
    const { show, api, refetch } = showForm();
    show();
    choose(swatch('Violet'));
    api.answers(aProfile({ revision: 5, values: { ...aProfile().values, lastName: 'Moe' } }));
    await refetch();
    await waitFor(() => expect(lastName()).toHaveValue('Moe'));
    expect(swatch('Violet')).toBeChecked();
    expect(draftsOf('avatarColor')).toEqual(['violet']);
  });

  it('a value that was put into a control is kept when the page goes', () => {
    const { show } = showForm();
    show();
    put(firstName(), 'Filled');
    act(() => void window.dispatchEvent(new Event('pagehide')));
    expect(draftsOf('firstName')).toEqual(['Filled']);
  });

  it('Reset takes back what was put into a control', async () => {
    const { show, user } = showForm();
    show();
    put(firstName(), 'Filled');
    await user.click(resetButton());
    expect(firstName()).toHaveValue('Ann');
    expect(draftsOf('firstName')).toEqual([]);
  });
});
