import { useMemo, type ReactNode } from 'react';
import { storedOf } from '@/lib/profile/model/kinds/text-of';
import { controlIn, labelOf } from '@/lib/profile/model/field-texts';
import { entryText } from '@/lib/profile/model/entry-text';
import { labelIn } from '@/lib/profile/model/value-label';
import type { Text } from '@/lib/texts/text';
import { fieldOf, toText, type FieldName } from '@/lib/profile/model/values';
import { kindOf } from '@/components/profile/kinds/kinds';
import { useTexts } from '@/components/texts/texts-provider';
import { LockedField } from '@/components/ui/controls/locked-field';

interface FieldControlProps {
  name: FieldName;
  /** whose profile it is */
  userId: string;
  /** its text, as a browser posts it */
  value: string;
  error?: Text;
  /** its value cannot be read now */
  isUnknown?: boolean;
  aside?: ReactNode;
  onChange: (value: string) => void;
  onLeave: () => void;
}

/** The control that a field asks for; or its value, where that cannot be changed. */
export function FieldControl({ name, userId, isUnknown = false, error, ...props }: FieldControlProps) {
  const texts = useTexts();
  const { t, say } = texts;
  const field = fieldOf(name);
  const { required, locked } = field;
  const control = useMemo(() => controlIn(say, name, field.control), [say, name, field]);
  const kind = kindOf(control);
  const frame = {
    name,
    label: say(labelOf(name)),
    hint: field.hint && say(entryText(name, 'hint', field.hint)),
    error: error === undefined ? undefined : say(error),
  };
  if (isUnknown || locked !== undefined)
    return (
      <LockedField
        {...frame}
        aside={props.aside}
        entries={kind.entries?.(props.value) ?? [props.value]}
        shown={isUnknown ? '–' : labelIn(texts, control, storedOf(field, props.value))}
        reason={isUnknown ? t('field.unknownNow') : say(entryText(name, 'locked', locked ?? ''))}
        isMultiline={control.kind === 'multiline'}
      />
    );
  const asksForValue = required && !(kind.staysChosen && props.value !== '');
  const fallback = field.fallback && toText(name, field.fallback(userId));
  const shown = { ...props, ...frame, fallback };
  return <kind.Control {...shown} required={asksForValue} control={control} />;
}
