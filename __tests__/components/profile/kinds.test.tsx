import '../support/dom';
import fc from 'fast-check';
import { render } from '../support/english';
import { changedChoices, formNames } from '@/lib/profile/model/form-names';
import type { Field } from '@/lib/profile/model/kinds/kind';
import { textOf } from '@/lib/profile/model/kinds/text-of';
import { kindOf } from '@/components/profile/kinds/kinds';
import { brokenValue, fieldOfKind, kindNames, validValue } from '../../support/any-kind';

const nothing = () => undefined;

/** Draws a field's control, and returns it with the text that a browser would post of it. */
function drawn({ control, label }: Field, value: string) {
  const { Control } = kindOf(control);
  const { container, unmount } = render(
    <form>
      <Control name="one" label={label} value={value} control={control} onChange={nothing} onLeave={nothing} />
    </form>,
  );
  const posted = new FormData(container.querySelector('form')!);
  const [entries, chosen] = [posted.getAll('one') as string[], posted.get(formNames.chosen('one'))];
  const all = typeof chosen === 'string' ? changedChoices(entries, chosen) : entries.join('\n');
  const text = control.kind === 'choices' ? all : (entries.at(-1) ?? '');
  return { element: container.querySelector('[data-field=one]')!, text, unmount };
}

/** Returns a text as it is compared: controls write the ends of lines in their own way. */
const inOneForm = ({ control }: Field, text: string): string =>
  ['multiline', 'choices'].includes(control.kind) ? text.replace(/\r\n?/g, '\n') : text.replace(/[\r\n]/g, '');

it.each(kindNames)('the control of a field of the kind %s posts any value as it is, right or wrong', (kind) => {
  const field = fieldOfKind(kind);
  fc.assert(
    fc.property(fc.oneof(validValue(kind), brokenValue(kind)), (value) => {
      const text = textOf(field, value);
      const { text: posted, unmount } = drawn(field, text);
      unmount();
      expect(inOneForm(field, posted)).toBe(inOneForm(field, text));
    }),
    { numRuns: 40 },
  );
});

it.each(kindNames)('a field of the kind %s has something to focus, before and after it is set', (kind) => {
  const field = fieldOfKind(kind);
  fc.assert(
    fc.property(fc.oneof(validValue(kind), brokenValue(kind)), (value) => {
      const { element, unmount } = drawn(field, textOf(field, value));
      const focusable = kindOf(field.control).focusable(element);
      focusable?.focus();
      expect(document.activeElement).toBe(focusable);
      expect(focusable).not.toHaveAttribute('type', 'hidden');
      unmount();
    }),
    { numRuns: 10 },
  );
});
