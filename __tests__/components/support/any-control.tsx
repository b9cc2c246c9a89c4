import { within } from '@testing-library/react';
import { useState, type ReactElement } from 'react';
import { English } from './english';
import { ChoiceField } from '@/components/ui/controls/choice-field';
import { ChoicesField } from '@/components/ui/controls/choices-field';
import { DateField } from '@/components/ui/controls/date-field';
import { NumberField } from '@/components/ui/controls/number-field';
import { SearchField } from '@/components/ui/controls/search-field';
import { SwatchPicker } from '@/components/ui/controls/swatch-picker';
import { TextArea } from '@/components/ui/controls/text-area';
import { TextField } from '@/components/ui/controls/text-field';
import { Toggle } from '@/components/ui/controls/toggle';
import type { ControlProps } from '@/components/ui/field/field-frame';

const options = (values: string) => [...values].map((value) => ({ value, label: value.toUpperCase() }));
const swatches = ['teal', 'blue'].map((value) => ({ value, label: value, background: '#000000', ink: '#ffffff' }));

type EarlyControl = {
  value: string;
  /** what a browser posts of it at first, where that is not its value alone */
  shown?: string[];
  /** what a browser posts once it was used */
  after: string[];
  draw: (props: ControlProps) => ReactElement;
  /** uses it as somebody does before the page's script runs */
  use: (field: HTMLElement) => void;
};

const type = (text: string) => (field: HTMLElement) => {
  const input = field.querySelector<HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement>('[name]')!;
  input.focus();
  input.value = text;
};
const press = (label: string) => (field: HTMLElement) => {
  const control = within(field).getByLabelText<HTMLInputElement>(label);
  control.focus();
  control.click();
};

/** Every control, by a name for its field. */
export const anyControl: Record<string, EarlyControl> = {
  text: { value: 'Ann', after: ['Bea'], draw: (props) => <TextField {...props} />, use: type('Bea') },
  address: { value: '', after: [' a@b'], draw: (props) => <TextField {...props} type="email" />, use: type(' a@b') },
  lines: { value: 'a', after: ['a\nb'], draw: (props) => <TextArea {...props} max={160} />, use: type('a\nb') },
  number: { value: '1', after: ['2,5'], draw: (props) => <NumberField {...props} />, use: type('2,5') },
  date: {
    value: '2026-01-31',
    after: ['2026-02-01'],
    draw: (props) => <DateField {...props} />,
    use: type('2026-02-01'),
  },
  noDate: { value: 'soon', after: ['sooner'], draw: (props) => <DateField {...props} />, use: type('sooner') },
  search: {
    value: 'Oslo',
    after: ['Rome'],
    draw: (props) => <SearchField {...props} load={async () => []} />,
    use: type('Rome'),
  },
  off: { value: '', shown: [], after: ['on'], draw: (props) => <Toggle {...props} />, use: press('off') },
  on: { value: 'on', after: [], draw: (props) => <Toggle {...props} />, use: press('on') },
  neither: { value: '"yes"', after: ['on'], draw: (props) => <Toggle {...props} />, use: press('On') },
  few: {
    value: 'a',
    after: ['b'],
    draw: (props) => <ChoiceField {...props} options={options('abc')} />,
    use: press('B'),
  },
  many: {
    value: 'a',
    after: ['f'],
    draw: (props) => <ChoiceField {...props} options={options('abcdef')} />,
    use: type('f'),
  },
  several: {
    value: 'a',
    after: ['a', 'c'],
    draw: (props) => <ChoicesField {...props} options={options('abc')} />,
    use: press('C'),
  },
  severalOfOthers: {
    value: '["a","zz"]',
    shown: ['["a","zz"]', 'a'],
    after: ['a', 'c'],
    draw: (props) => <ChoicesField {...props} options={options('abc')} />,
    use: press('C'),
  },
  color: {
    value: 'teal',
    after: ['blue'],
    draw: (props) => <SwatchPicker {...props} swatches={swatches} custom />,
    use: press('blue'),
  },
};

/** A form of controls, each under its name; `onChange` is told what they report. */
export function AllControls({
  names = Object.keys(anyControl),
  onChange,
}: {
  names?: string[];
  onChange?: (name: string, text: string) => void;
}) {
  const [texts, setTexts] = useState<Record<string, string>>({});
  return (
    <English>
      <form aria-label="Form">
        {names.map((name) => (
          <div key={name}>
            {anyControl[name]!.draw({
              name,
              label: name,
              value: texts[name] ?? anyControl[name]!.value,
              onLeave: () => undefined,
              onChange: (text) => {
                onChange?.(name, text);
                setTexts((before) => ({ ...before, [name]: text }));
              },
            })}
          </div>
        ))}
      </form>
    </English>
  );
}

/** Returns the element of a control's field. */
export const fieldOn = (page: Element, name: string): HTMLElement => page.querySelector(`[data-field="${name}"]`)!;

/** Returns what a browser would post under a name. */
export const postedBy = (page: Element, name: string): FormDataEntryValue[] =>
  new FormData(page.querySelector('form')!).getAll(name);
