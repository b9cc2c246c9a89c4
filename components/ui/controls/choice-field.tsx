import { useRef } from 'react';
import { ChevronDown } from 'lucide-react';
import type { Option } from '@/lib/profile/model/kinds/kind';
import { useFieldFrame, type ControlProps } from '@/components/ui/field/field-frame';
import { FieldLabel } from '@/components/ui/field/field-label';
import { inputLook, oneLine } from '@/components/ui/field/input-styles';
import { useEarlyText } from '@/components/ui/field/use-early-text';
import { useTexts } from '@/components/texts/texts-provider';
import { Segments } from './segments';

interface ChoiceFieldProps extends ControlProps {
  options: readonly Option[];
  /** what no choice is called; without it one must be chosen */
  none?: string | undefined;
}

/** More choices, or more characters, are a list to open: they could not be taken in at a glance, nor stand in a row. */
const MOST_IN_SIGHT = 5;
const MOST_CHARACTERS = 32;

/** A choice of one: all in sight where they are few, and else the browser's own list. */
export function ChoiceField({ options, none, ...props }: ChoiceFieldProps) {
  const { t } = useTexts();
  const known: Option[] = [...(none === undefined ? [] : [{ value: '', label: none }]), ...options];
  const isKnown = props.value === '' || known.some(({ value }) => value === props.value);
  const shown = isKnown
    ? known
    : [...known, { value: props.value, label: t('field.notInList', { value: props.value }) }];
  const characters = known.reduce((sum, option) => sum + option.label.length, 0);
  if (options.length <= MOST_IN_SIGHT && characters <= MOST_CHARACTERS) return <Segments {...props} options={shown} />;
  return <SelectField {...props} options={shown} />;
}

/** The browser's own list: it works before the script, and a phone shows it in its own way. */
function SelectField({
  name,
  label,
  required,
  value,
  onChange,
  onLeave,
  options,
  ...frame
}: ControlProps & { options: readonly Option[] }) {
  const { t } = useTexts();
  const { ties, texts } = useFieldFrame(frame);
  const root = useRef<HTMLDivElement>(null);
  useEarlyText(root, { name, value, onChange });
  const isEmpty = options.every((option) => option.value !== '');

  return (
    <div ref={root} data-field={name} className="grid min-w-0 gap-1.5">
      <FieldLabel htmlFor={ties.id} label={label} required={required} />
      <div className="relative">
        <select
          {...ties}
          name={name}
          value={value}
          onChange={(event) => onChange(event.target.value)}
          onBlur={onLeave}
          aria-required={required}
          className={`${inputLook} ${oneLine} appearance-none truncate pe-9`}
        >
          {isEmpty && (
            <option value="" disabled={value !== ''}>
              {t('field.choose')}
            </option>
          )}
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
        <ChevronDown aria-hidden className="pointer-events-none absolute inset-y-0 end-3 my-auto size-4 text-soft" />
      </div>
      {texts}
    </div>
  );
}
