import { Lock } from 'lucide-react';
import { useId } from 'react';
import { useFieldFrame, type FieldFrameProps } from '@/components/ui/field/field-frame';
import { FieldLabel } from '@/components/ui/field/field-label';
import { inputLook, oneLine } from '@/components/ui/field/input-styles';

interface LockedFieldProps extends Omit<FieldFrameProps, 'required'> {
  /** what is posted under the field's name, one entry for each */
  entries: readonly string[];
  /** the value as people read it */
  shown: string;
  /** why it cannot be changed */
  reason: string;
  isMultiline?: boolean;
}

/**
 * A field that can be read and not changed, of whatever kind: it can have the focus and be copied, and says why it is
 * locked. What is posted is what was there.
 */
export function LockedField({ name, label, entries, shown, reason, isMultiline, ...frame }: LockedFieldProps) {
  const reasonId = useId();
  const { ties, texts } = useFieldFrame({ ...frame, describedBy: [reasonId] });
  const look = `${inputLook} border-line bg-sunken text-soft hover:border-line`;
  return (
    <div data-field={name} className="grid min-w-0 gap-1.5">
      <FieldLabel htmlFor={ties.id} label={label} />
      {isMultiline ? (
        <textarea {...ties} readOnly value={shown} rows={3} dir="auto" className={`${look} resize-y py-2.5`} />
      ) : (
        <input {...ties} readOnly value={shown} dir="auto" className={`${look} ${oneLine} truncate`} />
      )}
      {entries.map((entry, at) => (
        <input key={at} type="hidden" name={name} value={entry} readOnly />
      ))}
      <p id={reasonId} className="flex items-start gap-1.5 text-[0.8125rem] text-soft">
        <Lock aria-hidden className="mt-0.75 size-3.5 shrink-0" strokeWidth={1.75} />
        <span>{reason}</span>
      </p>
      {texts}
    </div>
  );
}
