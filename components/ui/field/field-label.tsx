import type { ReactNode } from 'react';
import { useTexts } from '@/components/texts/texts-provider';

interface LabelProps {
  label: string;
  required?: boolean | undefined;
}

interface FieldLabelProps extends LabelProps {
  /** the id of the control */
  htmlFor: string;
  /** what stands at the end of the line */
  children?: ReactNode;
}

/** The label of a control, in a line above it. */
export function FieldLabel({ htmlFor, label, required, children }: FieldLabelProps) {
  return (
    <div className="flex items-baseline gap-2">
      <label htmlFor={htmlFor} className="w-fit font-medium text-ink">
        {label}
      </label>
      {required && <RequiredMark />}
      {children && <span className="ms-auto">{children}</span>}
    </div>
  );
}

interface FieldLegendProps extends LabelProps {
  /** the id of the word “Required”, where it describes the group */
  requiredId?: string;
}

/** The label of a group of controls, as the first element of its fieldset. */
export function FieldLegend({ label, required, requiredId }: FieldLegendProps) {
  return (
    <legend className="mb-1.5">
      <span className="me-2 font-medium text-ink">{label}</span>
      {required && <RequiredMark id={requiredId} />}
    </legend>
  );
}

/** What `aria-required`, or the description of a group, says to those who do not see it. */
function RequiredMark({ id }: { id?: string | undefined }) {
  const { t } = useTexts();
  return (
    <span id={id} aria-hidden className="text-[0.8125rem] text-faint">
      {t('field.required')}
    </span>
  );
}
