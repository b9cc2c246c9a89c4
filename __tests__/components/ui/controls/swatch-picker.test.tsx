import { fireEvent, screen } from '@testing-library/react';
import { SwatchPicker } from '@/components/ui/controls/swatch-picker';
import { palette } from '@/lib/profile/model/colors/palette';
import { posted, showControl } from '../../support/show-control';

const swatches = Object.entries(palette).map(([value, color]) => ({ value, ...color }));
const radio = (name: string) => screen.getByRole('radio', { name });
const code = () => screen.getByRole('textbox', { name: 'Colour code' });

it('a colour of the palette is chosen by a press or an arrow key, and posted by its name', async () => {
  const { user, texts } = showControl(SwatchPicker, { value: 'teal', swatches });
  await user.click(radio('Blue'));
  await user.keyboard('{ArrowLeft}');
  expect(texts).toEqual(['blue', 'sky']);
  expect(posted()).toEqual(['sky']);
  expect(screen.queryByRole('radio', { name: 'Another colour' })).not.toBeInTheDocument();
});

it('another colour begins as the one chosen, and is picked or typed, with one entry posted', async () => {
  const { user, texts } = showControl(SwatchPicker, { value: 'teal', swatches, custom: true });
  expect(posted()).toEqual(['teal']);
  await user.click(radio('Another colour'));
  expect(posted()).toEqual([palette.teal.background]);
  fireEvent.change(screen.getByLabelText('Pick the colour'), { target: { value: '#123456' } });
  expect(posted()).toEqual(['#123456']);
  await user.clear(code());
  await user.type(code(), 'sky');
  expect(texts.at(-1)).toBe('#sky'); // and not the palette's
  expect(code()).toHaveFocus();
  await user.click(radio('Blue'));
  expect(posted()).toEqual(['blue']);
});

it('a colour that is hard to read is said to be, beside the nearest one that is not', async () => {
  const { user, texts } = showControl(SwatchPicker, { value: '#7b7b7b', swatches, custom: true });
  expect(screen.getByText(/Initials on #7b7b7b are hard to read/)).toBeVisible();
  await user.click(screen.getByRole('button', { name: 'Use #7f7f7f' }));
  expect(texts).toEqual(['#7f7f7f']);
  expect(screen.queryByText(/hard to read/)).not.toBeInTheDocument();
  expect(posted()).toEqual(['#7f7f7f']);
});

it.each([
  ['chartreuse', 'a name'],
  ['#123456', 'a colour'],
])('%s, %s that is not of the palette, is one more choice and posted as it is', (value) => {
  showControl(SwatchPicker, { value, swatches });
  expect(radio(`${value} (not in the list)`)).toBeChecked();
  expect(screen.getByText(/which is not one of these/)).toHaveTextContent(value);
  expect(posted()).toEqual([value]);
});

it('what is no colour at all is shown as text where any colour can be typed', () => {
  showControl(SwatchPicker, { value: 'chartreuse', swatches, custom: true });
  expect(code()).toHaveValue('chartreuse');
  expect(posted()).toEqual(['chartreuse']);
});
