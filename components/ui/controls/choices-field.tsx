import { useId, useRef } from 'react';
import { changedChoices, formNames } from '@/lib/profile/model/form-names';
import type { Option } from '@/lib/profile/model/kinds/kind';
import { useFieldFrame, type ControlProps } from '@/components/ui/field/field-frame';
import { FieldLegend } from '@/components/ui/field/field-label';
import { onLeaving } from '@/components/ui/field/on-leaving';
import { PostedAsItIs, UnknownValue } from '@/components/ui/field/unknown-value';
import { useEarlyText } from '@/components/ui/field/use-early-text';

interface ChoicesFieldProps extends ControlProps {
  options: readonly Option[];
}

/**
 * A choice of several, one entry posted for each. A value from elsewhere that holds anything else is said beside them
 * and posted as it is, with what was chosen in it, until one is chosen or taken back: what is chosen then counts.
 */
export function ChoicesField({
  name,
  label,
  required,
  value,
  onChange,
  onLeave,
  options,
  ...frame
}: ChoicesFieldProps) {
  const [requiredId, unknownId] = [useId(), useId()];
  const isKnown = (one: string) => options.some((option) => option.value === one);
  const held = heldIn(value);
  const isWhole = value === '' || value.split('\n').every(isKnown);
  const describedBy = [required ? requiredId : undefined, isWhole ? undefined : unknownId];
  const { ties, texts } = useFieldFrame({ ...frame, describedBy });
  const root = useRef<HTMLFieldSetElement>(null);
  const chosen = options.map((option) => option.value).filter((one) => held.includes(one));
  const read = (entries: string[]) => (isWhole ? entries.join('\n') : changedChoices(entries, chosen.join('\n')));
  useEarlyText(root, { name, value, onChange, read });
  const choose = (one: string, isChosen: boolean) =>
    onChange(
      options
        .map((option) => option.value)
        .filter((other) => (other === one ? isChosen : held.includes(other)))
        .join('\n'),
    );

  return (
    <fieldset {...ties} ref={root} data-field={name} onBlur={onLeaving(onLeave)} className="grid min-w-0 gap-1.5">
      <FieldLegend label={label} required={required} requiredId={requiredId} />
      {!isWhole && (
        <>
          <PostedAsItIs name={name} value={value} />
          <input type="hidden" name={formNames.chosen(name)} value={chosen.join('\n')} readOnly />
          <UnknownValue id={unknownId} value={value} />
        </>
      )}
      <div className="-my-1.5 grid grid-cols-[repeat(auto-fill,minmax(min(9.5rem,100%),1fr))] gap-x-4 compact:my-0">
        {options.map((option) => (
          <label key={option.value} className="flex min-h-11 items-center gap-2.5 text-ink compact:min-h-7">
            <input
              type="checkbox"
              name={name}
              value={option.value}
              checked={held.includes(option.value)}
              onChange={(event) => choose(option.value, event.target.checked)}
              className="size-5 shrink-0 accent-accent compact:size-4"
            />
            <span className="min-w-0 wrap-anywhere">{option.label}</span>
          </label>
        ))}
      </div>
      {texts}
    </fieldset>
  );
}

/** Returns the values that a text stands for: a list as it was stored elsewhere reaches the control as JSON. */
function heldIn(value: string): string[] {
  if (!value.startsWith('[')) return value.split('\n');
  try {
    const list = JSON.parse(value) as unknown[];
    return list.filter((one) => typeof one === 'string');
  } catch {
    return []; // no list after all: none is chosen
  }
}
