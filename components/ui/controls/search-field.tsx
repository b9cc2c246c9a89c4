import { ChevronsUpDown } from 'lucide-react';
import { startTransition, useId, useRef, useState, type ComponentType } from 'react';
import { useTexts } from '@/components/texts/texts-provider';
import { useFieldFrame, type ControlProps } from '@/components/ui/field/field-frame';
import { FieldLabel } from '@/components/ui/field/field-label';
import { inputLook, oneLine } from '@/components/ui/field/input-styles';
import { useEarlyText } from '@/components/ui/field/use-early-text';
import type { SearchListProps } from './search-list';

interface SearchFieldProps extends ControlProps {
  /** fetches what can be chosen, each as the input then shows it */
  load: () => Promise<readonly string[]>;
  placeholder?: string | undefined;
}

type Fetched = { List: ComponentType<SearchListProps>; options: readonly string[] };

/**
 * An input with a list to choose from, which is fetched when the input gets focus. It posts what it shows, so that it
 * is an input of text where there is no list: before the script, without one, and where none could be fetched.
 */
export function SearchField({
  name,
  label,
  required,
  value,
  onChange,
  onLeave,
  load,
  placeholder,
  ...frame
}: SearchFieldProps) {
  const [listId, failureId] = [useId(), useId()];
  const [fetched, setFetched] = useState<Fetched | null>(null);
  const [failed, setFailed] = useState(false);
  const [open, setOpen] = useState<'no' | 'all' | 'matching'>('no');
  const [active, setActive] = useState<string | undefined>();
  const loading = useRef<Promise<void>>(undefined);
  const input = useRef<HTMLInputElement>(null);
  const root = useRef<HTMLDivElement>(null);
  const { t } = useTexts();
  const { ties, texts } = useFieldFrame({ ...frame, describedBy: failed ? [failureId] : [] });
  useEarlyText(root, { name, value, onChange });

  const prepare = () => {
    loading.current ??= Promise.all([import('./search-list'), load()]).then(
      ([{ SearchList: List }, options]) => {
        setFailed(false);
        startTransition(() => setFetched({ List, options }));
      },
      () => {
        loading.current = undefined; // tried again when the input gets focus next
        setFailed(true);
      },
    );
  };
  const close = () => setOpen('no');
  const isOpen = open !== 'no' && fetched !== null;

  return (
    <div ref={root} data-field={name} className="grid min-w-0 gap-1.5">
      <FieldLabel htmlFor={ties.id} label={label} required={required} />
      <div className="relative">
        <input
          {...ties}
          role="combobox"
          aria-autocomplete="list"
          aria-expanded={isOpen}
          aria-controls={isOpen ? listId : undefined}
          aria-activedescendant={isOpen ? active : undefined}
          ref={input}
          name={name}
          value={value}
          onPointerEnter={prepare}
          onFocus={prepare}
          onClick={() => setOpen((before) => (before === 'no' ? 'all' : before))}
          onChange={(event) => {
            setOpen('matching');
            onChange(event.target.value);
          }}
          onBlur={() => {
            close();
            onLeave();
          }}
          aria-required={required}
          placeholder={placeholder}
          autoComplete="off"
          autoCorrect="off"
          spellCheck={false}
          // as `dir="auto"` orders the text, but with its room for the icon where the page's direction has it
          className={`${inputLook} ${oneLine} truncate pe-9 [unicode-bidi:plaintext]`}
        />
        <ChevronsUpDown
          aria-hidden
          className="needs-script pointer-events-none absolute inset-y-0 end-3 my-auto size-4 text-soft"
        />
      </div>
      {fetched && (
        <fetched.List
          id={listId}
          label={label}
          input={input}
          options={fetched.options}
          value={value}
          open={open}
          onOpen={() => setOpen('all')}
          onClose={close}
          onActive={setActive}
          onPick={(text) => {
            close();
            onChange(text);
          }}
        />
      )}
      {failed && (
        <p id={failureId} className="text-[0.8125rem] text-waiting">
          {t('field.listFailed')}
        </p>
      )}
      {texts}
    </div>
  );
}
