import { useId, useRef, type ReactNode } from 'react';
import type { Option } from '@/lib/profile/model/kinds/kind';
import { useFieldFrame, type ControlProps } from '@/components/ui/field/field-frame';
import { FieldLegend } from '@/components/ui/field/field-label';
import { overlay, segment } from '@/components/ui/field/input-styles';
import { onLeaving } from '@/components/ui/field/on-leaving';
import { PostedAsItIs, UnknownValue } from '@/components/ui/field/unknown-value';
import { useEarlyText } from '@/components/ui/field/use-early-text';

interface SegmentsProps extends ControlProps {
  options: readonly Option[];
  /** what is held now, if it is none of the options and is to be said beside them */
  unknown?: string | undefined;
}

/** A choice of one out of a few, all in sight: the browser's own radio buttons lie over what is drawn. */
export function Segments({
  name,
  label,
  required,
  value,
  onChange,
  onLeave,
  options,
  unknown,
  ...frame
}: SegmentsProps) {
  const unknownId = useId();
  const { ties, texts } = useFieldFrame({ ...frame, describedBy: unknown === undefined ? [] : [unknownId] });
  const root = useRef<HTMLFieldSetElement>(null);
  useEarlyText(root, { name, value, onChange, read: (entries) => entries.at(-1) });

  return (
    <fieldset
      {...ties}
      ref={root}
      role="radiogroup"
      aria-required={required}
      data-field={name}
      onBlur={onLeaving(onLeave)}
      className="grid min-w-0 gap-1.5"
    >
      <FieldLegend label={label} required={required} />
      {unknown !== undefined && (
        <>
          <PostedAsItIs name={name} value={unknown} />
          <UnknownValue id={unknownId} value={unknown} />
        </>
      )}
      <div className="flex flex-wrap gap-2 compact:gap-1.5">
        {options.map((option) => (
          <Segment key={option.value} name={name} value={option.value} held={value} onChoose={onChange}>
            {option.label}
          </Segment>
        ))}
      </div>
      {texts}
    </fieldset>
  );
}

interface SegmentProps {
  name: string;
  value: string;
  /** the value that is chosen */
  held: string;
  onChoose: (value: string) => void;
  children: ReactNode;
}

/** One of the choices: a radio button with its label drawn as a button. */
function Segment({ name, value, held, onChoose, children }: SegmentProps) {
  return (
    <label className="group relative max-w-full">
      <input
        type="radio"
        name={name}
        value={value}
        checked={held === value}
        onChange={() => onChoose(value)}
        className={overlay}
      />
      <span className={`${segment} wrap-anywhere`}>{children}</span>
    </label>
  );
}
