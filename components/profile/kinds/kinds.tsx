import { palette } from '@/lib/profile/model/colors/palette';
import type { Control } from '@/lib/profile/model/kinds/kind';
import { ChoiceField } from '@/components/ui/controls/choice-field';
import { ChoicesField } from '@/components/ui/controls/choices-field';
import { DateField } from '@/components/ui/controls/date-field';
import { NumberField } from '@/components/ui/controls/number-field';
import { SearchField } from '@/components/ui/controls/search-field';
import { SwatchPicker, type Swatch } from '@/components/ui/controls/swatch-picker';
import { TextArea } from '@/components/ui/controls/text-area';
import { TextField } from '@/components/ui/controls/text-field';
import { Toggle } from '@/components/ui/controls/toggle';
import { chosenOf, colorOf, inputOf } from './focusable';
import type { ControlOf, Kind } from './kind';
import { loadOptions } from './search-options';

const ONE_LINE = 'h-11 w-full compact:h-9';

const swatches: Swatch[] = Object.entries(palette).map(([value, color]) => ({ value, ...color }));

/** Every kind of field, and how the page shows it. A new kind is one more entry. */
const kinds: { [Name in Control['kind']]: Kind<ControlOf<Name>> } = {
  text: {
    Control: ({ control: { kind: _, ...typing }, ...props }) => <TextField {...props} {...typing} />,
    skeleton: () => ONE_LINE,
    focusable: inputOf,
  },
  multiline: {
    isWide: true,
    Control: ({ control: { max, placeholder }, ...props }) => (
      <TextArea {...props} max={max} placeholder={placeholder} />
    ),
    skeleton: () => 'h-22 w-full compact:h-19',
    focusable: inputOf,
  },
  number: {
    Control: ({ control: { kind: _, ...range }, ...props }) => <NumberField {...props} {...range} />,
    skeleton: () => `${ONE_LINE} max-w-64`,
    focusable: inputOf,
  },
  toggle: {
    Control: ({ control: _, ...props }) => <Toggle {...props} />,
    skeleton: () => 'h-6 w-11',
    focusable: chosenOf,
    entries: (text) => (text === '' ? [] : [text]),
  },
  date: {
    Control: ({ control: { min, max }, ...props }) => <DateField {...props} min={min} max={max} />,
    skeleton: () => `${ONE_LINE} max-w-60`,
    focusable: inputOf,
  },
  choice: {
    staysChosen: true,
    Control: ({ control: { options, none }, ...props }) => <ChoiceField {...props} options={options} none={none} />,
    skeleton: () => ONE_LINE,
    focusable: chosenOf,
  },
  choices: {
    isWide: true,
    Control: ({ control: { options }, ...props }) => <ChoicesField {...props} options={options} />,
    skeleton: ({ options }) => (options.length > 3 ? 'h-22 w-full compact:h-14' : 'h-11 w-full compact:h-7'),
    focusable: inputOf,
    entries: (text) => (text === '' ? [] : text.split('\n')),
  },
  color: {
    staysChosen: true,
    isWide: true,
    Control: ({ control: { custom, none }, fallback, ...props }) => (
      <SwatchPicker
        {...props}
        custom={custom}
        swatches={swatches}
        none={none === undefined ? undefined : { label: none, color: fallback }}
      />
    ),
    skeleton: ({ custom }) =>
      'w-full max-w-72 @xl:compact:max-w-lg ' +
      (custom ? 'h-37 compact:h-31 @xl:compact:h-21' : 'h-24 compact:h-20 @xl:compact:h-10'),
    focusable: colorOf,
  },
  search: {
    Control: ({ control: { list, placeholder }, ...props }) => (
      <SearchField {...props} load={() => loadOptions(list)} placeholder={placeholder} />
    ),
    skeleton: () => ONE_LINE,
    focusable: inputOf,
  },
};

/** Returns how the page shows a field with this control. */
export const kindOf = <One extends Control>(control: One): Kind<One> => kinds[control.kind] as unknown as Kind<One>;
