import { Check } from 'lucide-react';
import { useEffectEvent, useLayoutEffect, useRef } from 'react';
import { useFieldFrame, type FieldFrameProps } from './field-frame';
import { useEarlyField } from './use-early-field';

/** One colour to choose from, with the ink of its check mark. Colours are CSS values. */
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

/**
 * A choice of one colour out of a few. The chosen one has a check mark and a ring, so that not only its colour says so.
 * The browser's own radio buttons lie over the colours: they also work before the page's script has run.
 */
export function SwatchPicker({
  name,
  label,
  hint,
  error,
  aside,
  swatches,
  value,
  onChange,
  onLeave,
}: SwatchPickerProps) {
  const { ties, texts } = useFieldFrame({ hint, error, aside });
  const group = useRef<HTMLFieldSetElement>(null);
  const early = useEarlyField(name);
  const takeWhatWasChosen = useEffectEvent(() => {
    if (!early || early.element === group.current) return; // the form reads what is in it
    const chosen = early.element.querySelector<HTMLInputElement>('input:checked')?.value;
    if (chosen !== undefined && chosen !== value) onChange(chosen);
    if (early.focused) group.current?.querySelector<HTMLInputElement>(`[value="${chosen ?? value}"]`)?.focus();
  });
  useLayoutEffect(() => takeWhatWasChosen(), []);

  return (
    <fieldset
      {...ties}
      ref={group}
      role="radiogroup"
      data-field={name}
      onBlur={onLeave}
      className="grid min-w-0 gap-1.5"
    >
      <legend className="mb-1.5 font-medium text-ink">{label}</legend>
      <div className="-mx-1.5 grid w-fit grid-cols-6 compact:gap-0.5 lg:grid-cols-12">
        {swatches.map(({ value: swatch, label: colour, background, ink }) => (
          <span key={swatch} className="group relative grid size-12 place-items-center compact:size-10">
            <input
              type="radio"
              name={name}
              value={swatch}
              checked={value === swatch}
              onChange={() => onChange(swatch)}
              aria-label={colour}
              title={colour}
              className="peer absolute inset-0 cursor-pointer appearance-none rounded-full outline-offset-[-1px]"
            />
            <span
              aria-hidden
              style={{ background, color: ink }}
              className={
                'pointer-events-none grid size-9 place-items-center rounded-full ring-ink ring-offset-2 ' +
                'ring-offset-surface transition-transform group-hover:scale-106 peer-checked:ring-2 compact:size-7 ' +
                '[&>svg]:hidden peer-checked:[&>svg]:block forced-color-adjust-none forced-colors:border ' +
                'forced-colors:border-[CanvasText] forced-colors:ring-0 forced-colors:outline-offset-2 ' +
                'forced-colors:outline-[Highlight] forced-colors:peer-checked:outline-3'
              }
            >
              <Check className="size-4 compact:size-3.5" strokeWidth={3} />
            </span>
          </span>
        ))}
      </div>
      {texts}
    </fieldset>
  );
}
