import { Field } from '@base-ui/react/field';
import type { ReactNode } from 'react';

export interface FieldFrameProps {
  name: string;
  label: string;
  hint?: string;
  error?: string;
  /** what else there is to say about the value, such as a change made elsewhere */
  aside?: ReactNode;
}

/** The label, hint and messages around any control. Base UI ties them to the control by id. */
export function FieldFrame({ name, label, hint, error, aside, children }: FieldFrameProps & { children: ReactNode }) {
  return (
    <Field.Root name={name} invalid={error !== undefined} data-field={name} className="grid gap-1.5">
      <Field.Label className="w-fit font-medium text-ink">{label}</Field.Label>
      {children}
      {error !== undefined && (
        <Field.Error match className="text-[0.8125rem] text-danger">
          {error}
        </Field.Error>
      )}
      {aside}
      {hint && <Field.Description className="text-[0.8125rem] text-soft">{hint}</Field.Description>}
    </Field.Root>
  );
}
