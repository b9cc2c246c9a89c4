import { useRef, type ReactNode } from 'react';
import { useFieldFrame, type ControlProps } from './field-frame';
import { FieldLegend } from './field-label';
import { onLeaving } from './on-leaving';
import { useEarlyText } from './use-early-text';

interface RadioGroupProps extends ControlProps {
  /** the id of what else describes the group, if it is there */
  describedBy?: string | undefined;
  /** the radio buttons, under the field's name */
  children: ReactNode;
}

/** A choice of one by radio buttons, with its label and texts. What was chosen before the script is taken over. */
export function RadioGroup({
  name,
  label,
  required,
  value,
  onChange,
  onLeave,
  describedBy,
  children,
  ...frame
}: RadioGroupProps) {
  const { ties, texts } = useFieldFrame({ ...frame, describedBy: [describedBy] });
  const group = useRef<HTMLFieldSetElement>(null);
  useEarlyText(group, { name, value, onChange, read: (entries) => entries.at(-1) });

  return (
    <fieldset
      {...ties}
      ref={group}
      role="radiogroup"
      aria-required={required}
      data-field={name}
      onBlur={onLeaving(onLeave)}
      className="grid min-w-0 gap-1.5"
    >
      <FieldLegend label={label} required={required} />
      {children}
      {texts}
    </fieldset>
  );
}
