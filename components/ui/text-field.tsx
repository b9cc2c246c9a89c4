import { useEffectEvent, useLayoutEffect, useRef } from 'react';
import { useFieldFrame, type FieldFrameProps } from './field-frame';
import { useEarlyField } from './use-early-field';

interface TextFieldProps extends FieldFrameProps {
  value: string;
  onChange: (value: string) => void;
  onLeave: () => void;
  autoComplete?: string;
  placeholder?: string;
}

/** An input of one line of text. */
export function TextField({
  name,
  label,
  hint,
  error,
  aside,
  value,
  onChange,
  onLeave,
  autoComplete,
  placeholder,
}: TextFieldProps) {
  const { ties, texts } = useFieldFrame({ hint, error, aside });
  const input = useRef<HTMLInputElement>(null);
  const early = useEarlyField(name);
  const takeWhatWasTyped = useEffectEvent(() => {
    const typed = early?.element.querySelector<HTMLInputElement>(`[name="${name}"]`);
    if (!typed || typed === input.current) return; // the form reads what is in it
    if (typed.value !== withoutLineBreaks(value)) onChange(typed.value);
    if (typed === early?.focused) continueTyping(input.current, typed);
  });
  useLayoutEffect(() => takeWhatWasTyped(), []);

  return (
    <div data-field={name} className="grid gap-1.5">
      <label htmlFor={ties.id} className="w-fit font-medium text-ink">
        {label}
      </label>
      <input
        {...ties}
        ref={input}
        name={name}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        onBlur={onLeave}
        autoComplete={autoComplete}
        placeholder={placeholder}
        dir="auto"
        spellCheck={false}
        className={
          'h-11 w-full rounded-lg border border-edge bg-surface px-3 text-base text-ink transition-colors ' +
          'placeholder:text-faint hover:border-soft focus:border-accent focus:outline-2 ' +
          'focus:-outline-offset-1 focus:outline-accent aria-invalid:border-danger ' +
          'aria-invalid:focus:outline-danger forced-colors:aria-invalid:border-3 ' +
          'forced-colors:focus:outline-offset-2 forced-colors:aria-invalid:focus:outline-[Highlight] compact:h-9 ' +
          'compact:text-sm'
        }
      />
      {texts}
    </div>
  );
}

/** Moves the focus to `input`, and the caret to where it was in the one that it replaces. */
function continueTyping(input: HTMLInputElement | null, { selectionStart, selectionEnd }: HTMLInputElement) {
  input?.focus();
  // once what was typed is in it: a new value moves the caret
  void Promise.resolve().then(() => input?.setSelectionRange(selectionStart, selectionEnd));
}

/** A single-line input leaves them out. */
const withoutLineBreaks = (text: string) => text.replace(/[\r\n]/g, '');
