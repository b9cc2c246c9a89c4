import fc from 'fast-check';
import type { Control } from '@/lib/profile/model/kinds/kind';
import { entriesOf, isSameText, postedText } from '@/lib/profile/model/forms/posted-text';

const control = {
  text: { kind: 'text' },
  multiline: { kind: 'multiline', max: 160 },
  toggle: { kind: 'toggle' },
  choices: { kind: 'choices', options: [] },
  choice: { kind: 'choice', options: [] },
} as const satisfies Record<string, Control>;

it('a field that is not posted has no text, but for a toggle and for choices, of which none is chosen', () => {
  expect(postedText(control.text, [])).toBeUndefined();
  expect(postedText(control.choice, [])).toBeUndefined();
  expect(postedText(control.toggle, [])).toBe('');
  expect(postedText(control.choices, [])).toBe('');
});

it('choices are joined, and what was chosen in place of an unknown value counts', () => {
  expect(postedText(control.choices, ['a', 'b'])).toBe('a\nb');
  expect(postedText(control.toggle, ['"yes"', 'on'])).toBe('on');
  expect(postedText(control.toggle, ['"yes"', ''])).toBe('');
  expect(postedText(control.toggle, ['"yes"'])).toBe('"yes"');
});

it('the ends of lines, which browsers post as CRLF, are LF', () => {
  expect(postedText(control.multiline, ['a\r\nb\rc'])).toBe('a\nb\nc');
  expect(postedText(control.choices, ['a\r\nzz'])).toBe('a\nzz');
});

it('line breaks make a difference where a control holds them, and none where it leaves them out', () => {
  expect(isSameText(control.text, 'a\nb', 'ab')).toBe(true);
  expect(isSameText(control.multiline, 'a\nb', 'ab')).toBe(false);
  expect(isSameText(control.multiline, 'a\r\nb', 'a\nb')).toBe(true);
  expect(isSameText(control.choices, 'a\nb', 'ab')).toBe(false);
});

it('the entries of a text are posted as that text', () => {
  const line = fc.string({ minLength: 1 }).filter((text) => !/[\r\n]/.test(text));
  fc.assert(
    fc.property(fc.constantFrom(...Object.values(control)), fc.array(line), (one, lines) => {
      const text = lines.join(one.kind === 'choices' || one.kind === 'multiline' ? '\n' : ' ');
      expect(postedText(one, entriesOf(one, text))).toBe(text);
    }),
  );
});
