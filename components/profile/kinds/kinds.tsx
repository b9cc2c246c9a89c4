import { palette, type ColorName } from '@/lib/profile/model/colors/palette';
import { colorLabel } from '@/lib/profile/model/value-label';
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
import { useTexts } from '@/components/texts/texts-provider';
import type { ControlProps } from '@/components/ui/field/field-frame';
import { chosenOf, colorOf, inputOf } from './focusable';
import type { ControlOf, Kind } from './kind';
import { loadOptions } from './search-options';

const ONE_LINE = 'h-11 w-full compact:h-9';

/** The colours of the palette, or another. */
function ColorField({ control: { custom, none }, fallback, ...props }: ControlProps & { control: ControlOf<'color'> }) {
  const texts = useTexts();
  const swatches: Swatch[] = Object.entries(palette).map(([value, color]) => ({
    ...color,
    value,
    label: colorLabel(texts, value as ColorName),
  }));
  const unset = none === undefined ? undefined : { label: none, color: fallback };
  return <SwatchPicker {...props} custom={custom} swatches={swatches} none={unset} />;
}

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
    Control: ColorField,
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
