import { screen, waitFor } from '@testing-library/react';
import { matching } from '@/components/ui/controls/matching';
import { SearchField } from '@/components/ui/controls/search-field';
import { posted, showControl } from '../../support/show-control';

const countries = ['Åland Islands (AX)', 'Germany (DE)', 'Norway (NO)', 'North Macedonia (MK)', 'Türkiye (TR)'];
const input = () => screen.getByRole('combobox', { name: 'Field' });
const options = () => screen.queryAllByRole('option').map((option) => option.textContent);
const active = () => document.getElementById(input().getAttribute('aria-activedescendant') ?? '')?.textContent;

function showSearch(value = '', load = async () => countries as readonly string[]) {
  const loading = jest.fn(load);
  return { ...showControl(SearchField, { value, load: loading }), loading };
}

it('the list is fetched once, when the input gets focus, and opens at a press', async () => {
  const { user, loading } = showSearch('Norway (NO)');
  expect(loading).not.toHaveBeenCalled();
  expect(input()).toHaveAttribute('aria-expanded', 'false');
  await user.click(input());
  expect(await screen.findByRole('listbox')).toBeVisible();
  expect(options()).toEqual(countries);
  expect(active()).toBe('Norway (NO)');
  expect(screen.getByRole('option', { selected: true })).toHaveTextContent('Norway (NO)');
  expect(input()).toHaveFocus();
  expect(loading).toHaveBeenCalledTimes(1);
});

it('typing finds options whatever their accents, and Enter takes the first and sends no form', async () => {
  const { user, texts } = showSearch();
  await user.type(input(), 'turkiye');
  await waitFor(() => expect(options()).toEqual(['Türkiye (TR)']));
  expect(active()).toBe('Türkiye (TR)');
  await user.keyboard('{Enter}');
  expect(texts.at(-1)).toBe('Türkiye (TR)');
  expect(posted()).toEqual(['Türkiye (TR)']);
  expect(screen.queryByRole('listbox')).not.toBeInTheDocument();
  expect(input()).toHaveFocus();
});

it('the arrow keys open the list and go round in it, and Escape closes it and keeps the text', async () => {
  const { user, texts } = showSearch();
  await user.tab();
  expect(screen.queryByRole('listbox')).not.toBeInTheDocument();
  await waitFor(async () => {
    await user.keyboard('{ArrowDown}');
    expect(screen.getByRole('listbox')).toBeVisible();
  });
  await user.keyboard('{ArrowUp}');
  expect(active()).toBe(countries.at(-1));
  await user.keyboard('{ArrowDown}{ArrowDown}');
  expect(active()).toBe(countries[1]);
  await user.keyboard('{PageDown}');
  expect(active()).toBe(countries.at(-1));
  await user.keyboard('{Escape}');
  expect(input()).toHaveAttribute('aria-expanded', 'false');
  expect(texts).toEqual([]);
});

it('a press on a row takes it and leaves the focus in the input', async () => {
  const { user, texts, left } = showSearch();
  await user.click(input());
  await user.click(await screen.findByRole('option', { name: 'Germany (DE)' }));
  expect(texts).toEqual(['Germany (DE)']);
  expect(left).not.toHaveBeenCalled();
  expect(input()).toHaveFocus();
});

it('what is not in the list can be typed and stays as it is when the field is left', async () => {
  const { user, left } = showSearch();
  await user.type(input(), 'Atlantis');
  expect(await screen.findByText('Nothing in the list matches.')).toBeVisible();
  await user.tab();
  expect(posted()).toEqual(['Atlantis']);
  expect(screen.queryByText('Nothing in the list matches.')).not.toBeInTheDocument();
  expect(left).toHaveBeenCalledTimes(1);
});

it('a list that cannot be fetched is said to be missing, and asked for when the input gets focus next', async () => {
  let fail = true;
  const { user } = showSearch('', () => (fail ? Promise.reject(new Error('offline')) : Promise.resolve(countries)));
  await user.click(input());
  await waitFor(() => expect(input()).toHaveAccessibleDescription(/could not be loaded/));
  await user.keyboard('Norway');
  expect(posted()).toEqual(['Norway']);
  fail = false;
  await user.tab();
  await user.click(input());
  expect(await screen.findByRole('listbox')).toBeVisible();
  expect(screen.queryByText(/could not be loaded/)).not.toBeInTheDocument();
});

it.each([
  ['', countries],
  ['nor', ['Norway (NO)', 'North Macedonia (MK)']],
  ['mac nor', ['North Macedonia (MK)']],
  ['DE', ['Germany (DE)']],
  ['aland', ['Åland Islands (AX)']],
  ['(', countries],
  ['many', []],
])('a search for %j finds %j', (query, found) => {
  expect(matching(countries, query)).toEqual(found);
});

it('options that begin with what is searched for come first', () => {
  expect(matching(['America/Port-au-Prince', 'Portugal'], 'port')).toEqual(['Portugal', 'America/Port-au-Prince']);
});

it('the option whose code is searched for comes first, whatever its name', () => {
  const list = ['Denmark (DK)', 'Germany (DE)', 'Chad (TD)', 'Switzerland (CH)', 'Deutsch (de-CH)'];
  expect(matching(list, ' de ')[0]).toBe('Germany (DE)');
  expect(matching(list, 'CH')[0]).toBe('Switzerland (CH)');
  expect(matching(list, 'de-ch')[0]).toBe('Deutsch (de-CH)');
  expect(matching(list, 'den')[0]).toBe('Denmark (DK)');
});
