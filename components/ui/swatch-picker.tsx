import { Radio } from '@base-ui/react/radio';
import { RadioGroup } from '@base-ui/react/radio-group';
import { Check } from 'lucide-react';
import { FieldFrame, type FieldFrameProps } from './field-frame';

export interface Swatch {
  value: string;
  label: string;
  background: string;
  ink: string;
}

interface SwatchPickerProps extends FieldFrameProps {
  swatches: readonly Swatch[];
  value: string;
  onChange: (value: string) => void;
  onLeave: () => void;
}

/** One colour out of a few. The chosen one carries a check mark and a ring, so it is not told by colour alone. */
export function SwatchPicker({ swatches, value, onChange, onLeave, ...frame }: SwatchPickerProps) {
  return (
    <FieldFrame {...frame}>
      <RadioGroup value={value} onValueChange={onChange} onBlur={onLeave} className="-mx-1.5 grid w-fit grid-cols-6 sm:gap-0.5 lg:grid-cols-12">
        {swatches.map(({ value: swatch, label, background, ink }) => (
          <Radio.Root
            key={swatch}
            value={swatch}
            aria-label={label}
            title={label}
            className="group grid size-12 cursor-pointer place-items-center rounded-full outline-offset-[-1px] sm:size-10"
          >
            <span
              aria-hidden
              style={{ background, color: ink }}
              className="grid size-9 place-items-center rounded-full ring-ink ring-offset-2 ring-offset-surface transition-transform group-hover:scale-106 group-data-checked:ring-2 sm:size-7"
            >
              <Radio.Indicator className="grid place-items-center">
                <Check className="size-4 sm:size-3.5" strokeWidth={3} />
              </Radio.Indicator>
            </span>
          </Radio.Root>
        ))}
      </RadioGroup>
    </FieldFrame>
  );
}
