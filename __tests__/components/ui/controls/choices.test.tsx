import { screen } from '@testing-library/react';
import { ChoiceField } from '@/components/ui/controls/choice-field';
import { ChoicesField } from '@/components/ui/controls/choices-field';
import { Toggle } from '@/components/ui/controls/toggle';
import { posted, showControl } from '../../support/show-control';

const options = (values: string) => [...values].map((value) => ({ value, label: value.toUpperCase() }));

it('a switch is turned on and off by its label, by Space and by a press, and posts “on” or nothing', async () => {
  const { user, texts, left } = showControl(Toggle, { value: '' });
  const toggle = screen.getByRole('switch', { name: 'Field' });
  expect(posted()).toEqual([]);
  await user.click(screen.getByText('Field'));
  expect(toggle).toBeChecked();
  expect(posted()).toEqual(['on']);
  await user.keyboard(' ');
  await user.click(toggle);
  expect(texts).toEqual(['on', '', 'on']);
  await user.tab();
  expect(left).toHaveBeenCalledTimes(1);
});

it('a switch of a value that is neither on nor off shows and posts that, until one is chosen', async () => {
  const { user, texts, setText } = showControl(Toggle, { value: '"yes"', error: 'Choose one.' });
  const group = screen.getByRole('radiogroup', { name: 'Field' });
  expect(group).toHaveAccessibleDescription('It is "yes" now, which is not one of these. Choose one.');
  expect(screen.queryByRole('switch')).not.toBeInTheDocument();
  expect(screen.getByRole('radio', { name: 'On' })).not.toBeChecked();
  expect(screen.getByRole('radio', { name: 'Off' })).not.toBeChecked();
  expect(posted()).toEqual(['"yes"']);
  await user.click(screen.getByRole('radio', { name: 'Off' }));
  expect(texts).toEqual(['']);
  expect(posted()).toEqual(['']);
  expect(screen.getByRole('radio', { name: 'Off' })).toHaveFocus(); // the control stays under the finger
  setText('"yes"');
  expect(posted()).toEqual(['"yes"']);
});

it('a choice of a few is moved by the arrow keys, and is left only when focus goes elsewhere', async () => {
  const { user, texts, left } = showControl(ChoiceField, { value: 'a', options: options('abc'), none: 'Not set' });
  await user.tab();
  expect(screen.getByRole('radio', { name: 'A' })).toHaveFocus();
  await user.keyboard('{ArrowDown}{ArrowDown}{ArrowDown}');
  expect(texts).toEqual(['b', 'c', '']);
  expect(left).not.toHaveBeenCalled();
  await user.tab();
  expect(left).toHaveBeenCalledTimes(1);
});

it('a choice of many is a list, in which none is chosen until somebody does', async () => {
  const { user, texts } = showControl(ChoiceField, { value: '', options: options('abcdef') });
  const list = screen.getByRole('combobox', { name: 'Field' });
  expect(list).toHaveDisplayValue('Choose…');
  await user.selectOptions(list, 'F');
  expect(texts).toEqual(['f']);
  expect(posted()).toEqual(['f']);
});

it.each([
  ['few', 'abc', 'radio'],
  ['many', 'abcdef', 'option'],
])('a choice of %s shows a value that is none of them as one more, and posts it as it is', (_, values, role) => {
  showControl(ChoiceField, { value: 'zz', options: options(values) });
  const own = screen.getByRole(role, { name: 'zz (not in the list)' });
  expect(((own as HTMLInputElement).checked ?? false) ? true : (own as HTMLOptionElement).selected).toBe(true);
  expect(posted()).toEqual(['zz']);
});

it('several choices are posted one by one, in the order of the options', async () => {
  const { user, texts, left } = showControl(ChoicesField, { value: 'c', options: options('abc') });
  await user.click(screen.getByRole('checkbox', { name: 'A' }));
  expect(texts).toEqual(['a\nc']);
  expect(posted()).toEqual(['a', 'c']);
  await user.click(screen.getByRole('checkbox', { name: 'C' }));
  await user.click(screen.getByRole('checkbox', { name: 'A' }));
  expect(texts.at(-1)).toBe('');
  expect(posted()).toEqual([]);
  expect(left).not.toHaveBeenCalled();
});

it('several choices with one that is unknown are posted as they are, until somebody changes them', async () => {
  const held = '["a","zz"]';
  const { user, texts } = showControl(ChoicesField, { value: held, options: options('abc'), required: true });
  const group = screen.getByRole('group', { name: /Field/ });
  expect(group).toHaveAccessibleDescription(`Required It is ${held} now, which is not one of these.`);
  expect(screen.getByRole('checkbox', { name: 'A' })).toBeChecked();
  expect(posted()).toEqual([held, 'a']); // and what was chosen, which tells whether others are
  expect(posted('perdure.chosen.field')).toEqual(['a']);
  await user.click(screen.getByRole('checkbox', { name: 'B' }));
  expect(texts).toEqual(['a\nb']);
  expect(posted('perdure.chosen.field')).toEqual([]);
  expect(posted()).toEqual(['a', 'b']);
});

it.each(['{"a":1}', '[1', '7', 'a\nzz'])(
  'choices that hold %j are never shown as none chosen without a word',
  (value) => {
    showControl(ChoicesField, { value, options: options('abc') });
    expect(screen.getByText(/which is not one of these/)).toBeVisible();
    expect(posted()[0]).toBe(value);
    expect(posted().slice(1)).toEqual(value === 'a\nzz' ? ['a'] : []);
  },
);
