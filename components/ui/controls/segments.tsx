import { useId, type ReactNode } from 'react';
import type { Option } from '@/lib/profile/model/kinds/kind';
import type { ControlProps } from '@/components/ui/field/field-frame';
import { overlay, segment } from '@/components/ui/field/input-styles';
import { RadioGroup } from '@/components/ui/field/radio-group';
import { PostedAsItIs, UnknownValue } from '@/components/ui/field/unknown-value';

interface SegmentsProps extends ControlProps {
  options: readonly Option[];
  /** what is held now, if it is none of the options and is to be said beside them */
  unknown?: string | undefined;
}

/** A choice of one out of a few, all in sight: the browser's own radio buttons lie over what is drawn. */
export function Segments({ options, unknown, ...field }: SegmentsProps) {
  const unknownId = useId();
  const { name, value, onChange } = field;
  return (
    <RadioGroup {...field} describedBy={unknown === undefined ? undefined : unknownId}>
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
    </RadioGroup>
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
