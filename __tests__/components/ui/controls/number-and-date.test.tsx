import { fireEvent, screen } from '@testing-library/react';
import { DateField } from '@/components/ui/controls/date-field';
import { NumberField } from '@/components/ui/controls/number-field';
import { stepped } from '@/components/ui/controls/stepped';
import { posted, showControl } from '../../support/show-control';

const INCOMPLETE = 'This date is not complete: complete it, or clear it.';
const input = () => screen.getByLabelText<HTMLInputElement>('Field');

it('the arrow keys change a number by its step and stop at its ends', async () => {
  const { user, texts } = showControl(NumberField, { value: '1', min: 0, max: 2, step: 0.5, unit: 'kg' });
  await user.tab();
  await user.keyboard('{ArrowUp}{ArrowUp}{ArrowUp}{ArrowDown}');
  expect(texts).toEqual(['1.5', '2', '2', '1.5']);
  expect(posted()).toEqual(['1.5']);
  expect(input()).toHaveAccessibleDescription('kg');
});

it('two buttons change a number, and can be pressed only where it can still change', async () => {
  const { user, texts, left } = showControl(NumberField, { value: '9', max: 10 });
  const more = screen.getByRole('button', { name: 'Increase Field' });
  await user.click(more);
  expect(more).toBeDisabled();
  await user.click(screen.getByRole('button', { name: 'Decrease Field' }));
  expect(texts).toEqual(['10', '9']);
  await user.tab();
  expect(left).toHaveBeenCalledTimes(1);
});

it('a wheel over a number changes nothing, and letters can be typed and stay', async () => {
  const { user, texts } = showControl(NumberField, { value: '' });
  await user.type(input(), '1,5x');
  fireEvent.wheel(input(), { deltaY: 100 });
  expect(texts.at(-1)).toBe('1,5x');
});

it('what is no number is shown as it is, and no step makes one of it', async () => {
  const { user, texts } = showControl(NumberField, { value: '"abc"' });
  await user.tab();
  await user.keyboard('{ArrowUp}');
  expect(input()).toHaveValue('"abc"');
  expect(screen.getByRole('button', { name: 'Increase Field' })).toBeDisabled();
  expect(texts.filter((text) => text !== '"abc"')).toEqual([]);
  expect(posted()).toEqual(['"abc"']);
});

it.each([
  ['0.1', 1, { step: 0.1 }, '0.2'],
  ['0.7', 1, { step: 0.1 }, '0.8'],
  ['1,5', 1, { step: 0.5 }, '2'],
  ['1.2', 1, { step: 0.5 }, '1.5'],
  ['1.2', -1, { step: 0.5 }, '1'],
  ['', 1, { min: 18 }, '18'],
  ['', -1, {}, '0'],
  ['-3', 1, {}, '-2'],
  ['5', 1, { min: 1, step: 3 }, '7'],
  ['500', 1, { max: 300 }, '300'],
  ['ten', 1, {}, 'ten'],
  ['1,000', 1, {}, '1,000'],
  ['Infinity', 1, {}, 'Infinity'],
  ['1e999', -1, {}, '1e999'],
  ['0', 1, { step: 1e-7 }, '1e-7'],
  ['2', 1, { max: 2.5 }, '2.5'],
] as const)('a step from %j in the direction %i within %j leads to %j', (text, direction, range, next) => {
  expect(stepped(text, direction, range)).toBe(next);
});

it('a date is chosen by the browser’s own calendar, within its bounds', () => {
  const { texts } = showControl(DateField, { value: '1990-03-14', min: '1900-01-01', max: '2026-01-01' });
  expect(input()).toHaveAttribute('type', 'date');
  expect(input()).toHaveAttribute('max', '2026-01-01');
  fireEvent.change(input(), { target: { value: '1990-03-15' } });
  expect(texts).toEqual(['1990-03-15']);
  expect(posted()).toEqual(['1990-03-15']);
});

it.each(['soon', '2026-02-30', '14/03/1990', '0000-01-01', '19900314'])(
  'a value that is no date, such as %j, is shown and posted as it is',
  (value) => {
    showControl(DateField, { value });
    expect(input()).toHaveAttribute('type', 'text');
    expect(input()).toHaveValue(value);
    expect(posted()).toEqual([value]);
  },
);

it.each(['0001-01-01', '2024-02-29', '12026-12-31'])('the date %j is one', (value) => {
  showControl(DateField, { value });
  expect(input()).toHaveAttribute('type', 'date');
});

it('a date typed in place of what is none stays text until the field is left', async () => {
  const { user } = showControl(DateField, { value: 'soon' });
  await user.clear(input());
  await user.type(input(), '2026-01-31');
  expect(input()).toHaveAttribute('type', 'text');
  expect(input()).toHaveFocus();
  await user.tab();
  expect(input()).toHaveAttribute('type', 'date');
  expect(input()).toHaveValue('2026-01-31');
});

it('a date of which only a part is typed is said to be incomplete when the field is left', () => {
  const { left } = showControl(DateField, { value: '' });
  Object.defineProperty(input(), 'validity', { value: { badInput: true } }); // jsdom has no calendar to type in
  fireEvent.blur(input());
  expect(left).toHaveBeenCalled();
  expect(input()).toHaveAccessibleDescription(INCOMPLETE);
});

it('a date that is typed in part is no change, until it is complete or all of it is cleared', () => {
  const { texts, setText } = showControl(DateField, { value: '2026-01-31' });
  const type = (value: string, badInput: boolean) => {
    Object.defineProperty(input(), 'validity', { value: { badInput }, configurable: true });
    fireEvent.change(input(), { target: { value } });
    fireEvent.keyUp(input());
  };
  type('', true);
  fireEvent.blur(input());
  expect(texts).toEqual([]);
  expect(input()).toHaveAccessibleDescription(INCOMPLETE);
  expect(input()).toHaveValue(''); // what is typed stands: React writes nothing over it
  type('2026-02-01', false);
  expect(texts).toEqual(['2026-02-01']);
  expect(input()).toHaveAccessibleDescription('');
  type('', true);
  type('', false); // the last part of it
  expect(texts).toEqual(['2026-02-01', '']);
  setText('2026-03-01');
  type('', true);
  setText('2026-03-02'); // from another device
  expect(input()).toHaveValue('2026-03-02');
  expect(input()).toHaveAccessibleDescription('');
});
