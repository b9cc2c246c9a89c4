import type { ReactNode } from 'react';
import { entriesOf } from '@/lib/profile/model/forms/posted-text';
import { fieldOf, type FieldName } from '@/lib/profile/model/values';
import { controlOf } from '@/components/profile/kinds/control-of';
import { kindOf } from '@/components/profile/kinds/kinds';
import { LockedField } from '@/components/ui/controls/locked-field';

interface FieldControlProps {
  name: FieldName;
  /** its text, as a browser posts it */
  value: string;
  error?: string;
  aside?: ReactNode;
  required?: boolean;
  /** where it cannot be changed: why, and its value as people read it */
  locked?: { reason: string; shown: string };
  onChange: (value: string) => void;
  onLeave: () => void;
}

/** The control that a field asks for; or its value, where that cannot be changed. */
export function FieldControl({ name, locked, ...props }: FieldControlProps) {
  const { label, hint } = fieldOf(name);
  const control = controlOf(name);
  if (locked)
    return (
      <LockedField
        name={name}
        label={label}
        hint={hint}
        error={props.error}
        aside={props.aside}
        entries={entriesOf(control, props.value)}
        isMultiline={control.kind === 'multiline'}
        {...locked}
      />
    );
  const { Control } = kindOf(control);
  return <Control {...props} name={name} label={label} hint={hint} control={control} />;
}
