import { act, fireEvent, screen } from '@testing-library/react';
import { LockedField } from '@/components/ui/controls/locked-field';
import { TextArea } from '@/components/ui/controls/text-area';
import { TextField } from '@/components/ui/controls/text-field';
import { posted, showControl } from '../../support/show-control';

const input = () => screen.getByRole('textbox', { name: 'Field' });

it.each([
  ['url', 'url'],
  ['email', 'email'],
  ['tel', 'tel'],
] as const)('an input for %s has its keyboard on a phone, and changes nothing of what it holds', (type, mode) => {
  showControl(TextField, { value: ' a@b.example ', type });
  expect(input()).toHaveAttribute('inputmode', mode);
  expect(input()).toHaveAttribute('autocapitalize', 'none');
  expect(input()).toHaveAttribute('dir', 'ltr');
  expect(input()).toHaveAttribute('spellcheck', 'false');
  expect(posted()).toEqual([' a@b.example ']);
});

it('a required input says so to those who see it and to those who do not', () => {
  showControl(TextField, { value: '', required: true });
  expect(input()).toBeRequired();
  expect(screen.getByText('Required')).toBeVisible();
});

it('a message and a hint describe an input', () => {
  showControl(TextField, { value: '', error: 'Enter it.', hint: 'As in your passport.' });
  expect(input()).toBeInvalid();
  expect(input()).toHaveAccessibleDescription('Enter it. As in your passport.');
});

it('a counter shows what is left in characters as readers count them, once four fifths are used', () => {
  const family = '👨‍👩‍👧‍👦';
  const { setText } = showControl(TextField, { value: family.repeat(7), counted: 10 });
  const words = () => document.querySelector('[aria-hidden].tabular-nums')!;
  expect(words()).toBeEmptyDOMElement();
  setText(family.repeat(8));
  expect(words()).toHaveTextContent('2 left');
  setText(family.repeat(12));
  expect(words()).toHaveTextContent('2 too many');
});

it('a screen reader is told what is left when somebody pauses, and not at each key', () => {
  jest.useFakeTimers();
  showControl(TextArea, { value: 'a'.repeat(8), max: 10 });
  const told = document.querySelector('[aria-live=polite]')!;
  act(() => jest.advanceTimersByTime(900));
  fireEvent.change(input(), { target: { value: 'a'.repeat(9) } });
  act(() => jest.advanceTimersByTime(900));
  expect(told).toBeEmptyDOMElement();
  act(() => jest.advanceTimersByTime(200));
  expect(told).toHaveTextContent('1 left');
  jest.useRealTimers();
});

it('a textarea takes line breaks and posts them, and Enter does not send its form', async () => {
  const { user, texts, left } = showControl(TextArea, { value: '', max: 160 });
  await user.type(input(), 'a{Enter}b');
  expect(texts.at(-1)).toBe('a\nb');
  expect(posted()).toEqual(['a\nb']);
  await user.tab();
  expect(left).toHaveBeenCalledTimes(1);
});

it('a locked field can be reached, read and copied, says why it is locked, and posts what it holds', async () => {
  const { user } = showControl(
    (props) => (
      <LockedField {...props} shown="Music, Science" entries={['music', 'science']} reason="Set by your company." />
    ),
    { value: 'music\nscience' },
  );
  await user.tab();
  expect(input()).toHaveFocus();
  await user.keyboard('x');
  expect(input()).toHaveValue('Music, Science');
  expect(input()).toHaveAttribute('readonly');
  expect(input()).toHaveAccessibleDescription('Set by your company.');
  expect(posted()).toEqual(['music', 'science']);
});
