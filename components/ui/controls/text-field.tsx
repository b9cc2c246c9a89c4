import { useRef } from 'react';
import { Counter } from '@/components/ui/field/counter';
import { useFieldFrame, type ControlProps } from '@/components/ui/field/field-frame';
import { FieldLabel } from '@/components/ui/field/field-label';
import { inputLook, oneLine } from '@/components/ui/field/input-styles';
import { useEarlyText } from '@/components/ui/field/use-early-text';

interface TextFieldProps extends ControlProps {
  type?: keyof typeof typing | undefined;
  autoComplete?: string | undefined;
  autoCapitalize?: 'none' | 'words' | 'sentences' | undefined;
  placeholder?: string | undefined;
  /** graphemes, of which a counter shows how many are left */
  counted?: number | undefined;
}

const foreign = { autoCapitalize: 'none', autoCorrect: 'off', spellCheck: false, dir: 'ltr' } as const;

/**
 * How each type is typed: a phone's keyboard, and whether words are written for the person. All are text to the
 * browser: an input of its own type `email` or `url` changes what it holds, and so also a value that nobody touched.
 */
const typing = {
  text: { spellCheck: false, dir: 'auto' },
  url: { inputMode: 'url', ...foreign },
  email: { inputMode: 'email', ...foreign },
  tel: { inputMode: 'tel', ...foreign },
} as const;

/** An input of one line of text. */
export function TextField({
  name,
  label,
  required,
  value,
  onChange,
  onLeave,
  type = 'text',
  autoComplete,
  autoCapitalize,
  placeholder,
  counted,
  ...frame
}: TextFieldProps) {
  const { ties, texts } = useFieldFrame(frame);
  const root = useRef<HTMLDivElement>(null);
  useEarlyText(root, { name, value, onChange });

  return (
    <div ref={root} data-field={name} className="grid min-w-0 gap-1.5">
      <FieldLabel htmlFor={ties.id} label={label} required={required}>
        {counted !== undefined && <Counter text={value} max={counted} />}
      </FieldLabel>
      <input
        {...ties}
        {...typing[type]}
        {...(value === '' && type === 'text' && { dir: undefined })} // a placeholder is in the page's own direction
        {...(autoCapitalize && { autoCapitalize })}
        name={name}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        onBlur={onLeave}
        aria-required={required}
        autoComplete={autoComplete}
        placeholder={placeholder}
        className={`${inputLook} ${oneLine}`}
      />
      {texts}
    </div>
  );
}
