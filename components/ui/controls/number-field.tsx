import { Minus, Plus } from 'lucide-react';
import { useId, useRef, type KeyboardEvent } from 'react';
import { useFieldFrame, type ControlProps } from '@/components/ui/field/field-frame';
import { FieldLabel } from '@/components/ui/field/field-label';
import { inputLook, oneLine } from '@/components/ui/field/input-styles';
import { onLeaving } from '@/components/ui/field/on-leaving';
import { useEarlyText } from '@/components/ui/field/use-early-text';
import { stepped, type NumberRange } from './stepped';

interface NumberFieldProps extends ControlProps, NumberRange {
  /** shown after the number */
  unit?: string | undefined;
}

const stepper =
  'needs-script grid size-11 shrink-0 place-items-center border border-edge bg-surface text-soft ' +
  'transition-colors hover:bg-hover hover:text-ink disabled:text-faint/60 compact:size-9';

/**
 * A number: text for the browser, so that a wheel changes nothing, a comma is kept and what is no number is shown as it
 * is. The arrow keys and two buttons change it by a step.
 */
export function NumberField({
  name,
  label,
  required,
  value,
  onChange,
  onLeave,
  unit,
  min,
  max,
  step,
  ...frame
}: NumberFieldProps) {
  const unitId = useId();
  const { ties, texts } = useFieldFrame({ ...frame, describedBy: unit ? [unitId] : [] });
  const root = useRef<HTMLDivElement>(null);
  useEarlyText(root, { name, value, onChange });
  const range = { min, max, step };
  const [less, more] = [stepped(value, -1, range), stepped(value, 1, range)];
  const onKeyDown = (event: KeyboardEvent) => {
    const next = event.key === 'ArrowUp' ? more : event.key === 'ArrowDown' ? less : undefined;
    if (next === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault(); // the caret stays where it is
    onChange(next);
  };
  const button = (next: string, words: string) => ({
    type: 'button' as const,
    tabIndex: -1, // the arrow keys do the same
    disabled: next === value,
    onClick: () => onChange(next),
    'aria-label': `${words} ${label}`,
    'aria-controls': ties.id,
  });

  return (
    <div ref={root} data-field={name} onBlur={onLeaving(onLeave)} className="grid min-w-0 gap-1.5">
      <FieldLabel htmlFor={ties.id} label={label} required={required} />
      <div className="flex items-center">
        <input
          {...ties}
          name={name}
          value={value}
          onChange={(event) => onChange(event.target.value)}
          onKeyDown={onKeyDown}
          aria-required={required}
          aria-roledescription="number field"
          inputMode={min !== undefined && min < 0 ? 'text' : 'decimal'} // a phone's keys for decimals lack the minus
          autoComplete="off"
          spellCheck={false}
          className={`${inputLook} ${oneLine} max-w-40 min-w-0 tabular-nums`}
        />
        {unit && (
          <span id={unitId} className="ms-2.5 text-soft">
            {unit}
          </span>
        )}
        <button {...button(less, 'Decrease')} className={`${stepper} ms-2.5 rounded-s-lg`}>
          <Minus aria-hidden className="size-4" />
        </button>
        <button {...button(more, 'Increase')} className={`${stepper} -ms-px rounded-e-lg`}>
          <Plus aria-hidden className="size-4" />
        </button>
      </div>
      {texts}
    </div>
  );
}
