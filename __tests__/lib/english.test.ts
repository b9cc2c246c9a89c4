import { counted, listed } from '@/lib/english';

it.each([[[]], [['a']], [['a', 'b']], [['a', 'b', 'c']], [['a', 'b', 'c', 'd']]])(
  'words are listed as English lists them: %j',
  (words: string[]) => expect(listed(words)).toBe(new Intl.ListFormat('en').format(words)),
);

it.each([0, 1, 2, 59])('an amount of %i has its unit as English has it', (amount) => {
  const unit = new Intl.NumberFormat('en', { style: 'unit', unit: 'minute', unitDisplay: 'long' });
  expect(counted(amount, 'minute')).toBe(unit.format(amount));
});
