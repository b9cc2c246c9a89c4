import { useRef } from 'react';
import { Counter } from '@/components/ui/field/counter';
import { useFieldFrame, type ControlProps } from '@/components/ui/field/field-frame';
import { FieldLabel } from '@/components/ui/field/field-label';
import { inputLook } from '@/components/ui/field/input-styles';
import { useEarlyText } from '@/components/ui/field/use-early-text';

interface TextAreaProps extends ControlProps {
  /** graphemes, of which a counter shows how many are left */
  max: number;
  placeholder?: string | undefined;
}

const grows = 'block field-sizing-content max-h-[50dvh] min-h-22 resize-y py-2.5 compact:min-h-19 compact:py-2';

/** Rows where the browser does not let it grow with its text. */
const ROWS = 3;

/** An input of several lines, which grows with its text up to half of the screen. */
export function TextArea({
  name,
  label,
  required,
  value,
  onChange,
  onLeave,
  max,
  placeholder,
  ...frame
}: TextAreaProps) {
  const { ties, texts } = useFieldFrame(frame);
  const root = useRef<HTMLDivElement>(null);
  useEarlyText(root, { name, value, onChange });

  return (
    <div ref={root} data-field={name} className="grid min-w-0 gap-1.5">
      <FieldLabel htmlFor={ties.id} label={label} required={required}>
        <Counter text={value} max={max} />
      </FieldLabel>
      <textarea
        {...ties}
        name={name}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        onBlur={onLeave}
        rows={ROWS}
        aria-required={required}
        placeholder={placeholder}
        dir={value === '' ? undefined : 'auto'} // a placeholder is in the page's own direction
        className={`${inputLook} ${grows}`}
      />
      {texts}
    </div>
  );
}
