import { useRef, useState } from 'react';
import { useTexts } from '@/components/texts/texts-provider';
import { useFieldFrame, type ControlProps } from '@/components/ui/field/field-frame';
import { FieldLabel } from '@/components/ui/field/field-label';
import { inputLook, oneLine } from '@/components/ui/field/input-styles';
import { useEarlyText } from '@/components/ui/field/use-early-text';

interface DateFieldProps extends ControlProps {
  /** ISO 8601, "2026-01-31" */
  min?: string | undefined;
  max?: string | undefined;
}

/**
 * A date, by the browser's own calendar: it works before the script, in each person's language and on each phone, and
 * screen readers know it. A value that is no date would be empty in it: that is shown as text, until a date is in it
 * and the field is left. Of a date that is typed in part the browser reports "", which is no change.
 */
export function DateField({ name, label, required, value, onChange, onLeave, min, max, ...frame }: DateFieldProps) {
  const { t } = useTexts();
  /** the value that an incomplete date was typed over, until it is complete or another value is shown */
  const [over, setOver] = useState<string | null>(null);
  if (over !== null && over !== value) setOver(null);
  const isIncomplete = over === value;
  const error = isIncomplete ? t('field.incompleteDate') : frame.error;
  const { ties, texts } = useFieldFrame({ ...frame, error });
  const root = useRef<HTMLDivElement>(null);
  useEarlyText(root, { name, value, onChange });
  const isText = value !== '' && !isDate(value);
  const [wasText, setWasText] = useState(isText);
  if (isText && !wasText) setWasText(true);
  const type = isText || wasText ? 'text' : 'date';
  const look = ({ currentTarget: input }: { currentTarget: HTMLInputElement }) => {
    setOver(input.validity.badInput ? value : null);
    if (!input.validity.badInput && input.value !== value) onChange(input.value);
  };
  // a browser says nothing when the last part of an incomplete date is cleared
  const lookIfIncomplete: typeof look = (event) => isIncomplete && look(event);

  return (
    <div ref={root} data-field={name} className="grid min-w-0 gap-1.5">
      <FieldLabel htmlFor={ties.id} label={label} required={required} />
      <input
        {...ties}
        type={type}
        name={name}
        value={isIncomplete ? '' : value} // with another, React would write over what is typed
        min={min}
        max={max}
        placeholder={type === 'text' ? t('field.dateFormat') : undefined}
        onChange={look}
        onKeyUp={lookIfIncomplete}
        onBlur={(event) => {
          look(event);
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
