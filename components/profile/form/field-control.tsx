import type { ReactNode } from 'react';
import { storedOf } from '@/lib/profile/model/kinds/text-of';
import { labelOf } from '@/lib/profile/model/value-label';
import { fieldOf, toText, type FieldName } from '@/lib/profile/model/values';
import { UNKNOWN_NOW } from '@/lib/profile/words/field-words';
import { kindOf } from '@/components/profile/kinds/kinds';
import { LockedField } from '@/components/ui/controls/locked-field';

interface FieldControlProps {
  name: FieldName;
  /** whose profile it is */
  userId: string;
  /** its text, as a browser posts it */
  value: string;
  error?: string;
  /** its value cannot be read now */
  isUnknown?: boolean;
  aside?: ReactNode;
  onChange: (value: string) => void;
  onLeave: () => void;
}

/** The control that a field asks for; or its value, where that cannot be changed. */
export function FieldControl({ name, userId, isUnknown = false, ...props }: FieldControlProps) {
  const field = fieldOf(name);
  const { label, hint, control, required, locked } = field;
  const kind = kindOf(control);
  const reason = isUnknown ? UNKNOWN_NOW : locked;
  if (reason !== undefined)
    return (
      <LockedField
        name={name}
        label={label}
        hint={hint}
        error={props.error}
        aside={props.aside}
        entries={kind.entries?.(props.value) ?? [props.value]}
        shown={isUnknown ? '–' : labelOf(control, storedOf(field, props.value))}
        reason={reason}
        isMultiline={control.kind === 'multiline'}
      />
    );
  const asksForValue = required && !(kind.staysChosen && props.value !== '');
  const fallback = field.fallback && toText(name, field.fallback(userId));
  const texts = { label, hint, fallback };
  return <kind.Control {...props} {...texts} name={name} required={asksForValue} control={control} />;
}
