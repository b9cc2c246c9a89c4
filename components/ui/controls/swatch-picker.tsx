import { useId, type CSSProperties } from 'react';
import { inkOn, isHexColor } from '@/lib/profile/model/colors/color';
import type { ControlProps } from '@/components/ui/field/field-frame';
import { LabelledSwatch, SwatchDisc } from '@/components/ui/field/labelled-swatch';
import { RadioGroup } from '@/components/ui/field/radio-group';
import { UnknownValue } from '@/components/ui/field/unknown-value';
import { useTexts } from '@/components/texts/texts-provider';
import { CustomColor } from './custom-color';

/** One colour to choose from, with the ink of its check mark. Colours are CSS values. */
export interface Swatch {
  value: string;
  label: string;
  background: string;
  ink: string;
}

interface SwatchPickerProps extends ControlProps {
  swatches: readonly Swatch[];
  /** what no choice is called, and the colour that is then shown, if any; without it one must be chosen */
  none?: { label: string; color: string | undefined } | undefined;
  /** whether any other colour can be chosen too */
  custom?: boolean;
}

/**
 * A choice of one colour out of a few, or of any. The chosen one has a check mark and a ring, so that not only its
 * colour says so. The browser's own radio buttons lie over the colours: they also work before the page's script has
 * run. A value from elsewhere that is none of them is one more to choose.
 */
export function SwatchPicker({ swatches, none, custom = false, ...field }: SwatchPickerProps) {
  const { t } = useTexts();
  const unknownId = useId();
  const { name, value, onChange } = field;
  const held = swatches.find((swatch) => swatch.value === value);
  const isUnknown = !held && !custom && value !== '';
  return (
    <RadioGroup {...field} describedBy={isUnknown ? unknownId : undefined}>
      {isUnknown && <UnknownValue id={unknownId} value={value} />}
      <div className="-mx-1.5 grid w-fit grid-cols-6 compact:gap-0.5 @xl:compact:grid-cols-12">
        {[...swatches, ...(isUnknown ? [unknownSwatch(value, t('field.notInList', { value }))] : [])].map((swatch) => (
          <SwatchButton
            key={swatch.value}
            name={name}
            swatch={swatch}
            isHeld={value === swatch.value}
            onChoose={() => onChange(swatch.value)}
          />
        ))}
      </div>
      {none && (
        <LabelledSwatch
          name={name}
          value=""
          isHeld={value === ''}
          onChoose={() => onChange('')}
          label={none.label}
          style={paintOf(swatches.find((swatch) => swatch.value === none.color))}
        />
      )}
      {custom && <CustomColor name={name} held={held?.background} value={held ? '' : value} onChange={onChange} />}
    </RadioGroup>
  );
}

interface SwatchButtonProps {
  name: string;
  swatch: Swatch;
  isHeld: boolean;
  onChoose: () => void;
}

function SwatchButton({ name, swatch: { value, label, background, ink }, isHeld, onChoose }: SwatchButtonProps) {
  return (
    <span className="group relative grid size-12 place-items-center compact:size-10">
      <input
        type="radio"
        name={name}
        value={value}
        checked={isHeld}
        onChange={onChoose}
        aria-label={label}
        title={label}
        className="peer absolute inset-0 cursor-pointer appearance-none rounded-full outline-offset-[-1px]"
      />
      <SwatchDisc style={{ background, color: ink }} className="transition-transform group-hover:scale-106" />
    </span>
  );
}

/** What is shown where no colour is chosen: the one that stands in, or a plain surface. */
const paintOf = (swatch: Swatch | undefined): CSSProperties =>
  swatch ? { background: swatch.background, color: swatch.ink } : { background: 'var(--color-hover)' };

/** Returns a colour that is not among those to choose from: as it looks, or grey where it is no colour at all. */
const unknownSwatch = (value: string, label: string): Swatch => ({
  value,
  label,
  background: isHexColor(value) ? value : 'var(--color-hover)',
  ink: isHexColor(value) ? inkOn(value) : 'var(--color-ink)',
});
