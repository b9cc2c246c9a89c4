import { useRef, useState } from 'react';
import { useFieldFrame, type ControlProps } from '@/components/ui/field/field-frame';
import { FieldLabel } from '@/components/ui/field/field-label';
import { inputLook, oneLine } from '@/components/ui/field/input-styles';
import { useEarlyText } from '@/components/ui/field/use-early-text';

interface DateFieldProps extends ControlProps {
  /** ISO 8601, "2026-01-31" */
  min?: string | undefined;
  max?: string | undefined;
}

const INCOMPLETE = 'This date is not complete: it counts as not set.';

/**
 * A date, by the browser's own calendar: it works before the script, in each person's language and on each phone, and
 * screen readers know it. A value that is no date would be empty in it: that is shown as text, until a date is in it
 * and the field is left.
 */
export function DateField({ name, label, required, value, onChange, onLeave, min, max, ...frame }: DateFieldProps) {
  const [isIncomplete, setIncomplete] = useState(false);
  const error = frame.error ?? (isIncomplete && value === '' ? INCOMPLETE : undefined);
  const { ties, texts } = useFieldFrame({ ...frame, error });
  const root = useRef<HTMLDivElement>(null);
  useEarlyText(root, { name, value, onChange });
  const isText = value !== '' && !isDate(value);
  const [wasText, setWasText] = useState(isText);
  if (isText && !wasText) setWasText(true);
  const type = isText || wasText ? 'text' : 'date';

  return (
    <div ref={root} data-field={name} className="grid min-w-0 gap-1.5">
      <FieldLabel htmlFor={ties.id} label={label} required={required} />
      <input
        {...ties}
        type={type}
        name={name}
        value={value}
        min={min}
        max={max}
        placeholder={type === 'text' ? 'YYYY-MM-DD' : undefined}
        onChange={(event) => {
          setIncomplete(false);
          onChange(event.target.value);
        }}
        onBlur={(event) => {
          setIncomplete(event.target.validity.badInput);
          setWasText(isText);
          onLeave();
        }}
        aria-required={required}
        autoComplete="off"
        className={`${inputLook} ${oneLine} max-w-60 appearance-none [&::-webkit-date-and-time-value]:text-start`}
      />
      {texts}
    </div>
  );
}

/** Reports whether a text is a date that exists, as an input of the browser's own type writes it. */
function isDate(text: string): boolean {
  if (!/^\d{4,6}-\d\d-\d\d$/.test(text) || Number.parseInt(text) === 0) return false;
  const date = new Date(`${text.length > 10 ? `+${text.padStart(12, '0')}` : text}T00:00Z`);
  return !Number.isNaN(date.getTime()) && date.getUTCDate() === Number(text.slice(-2));
}
