import { autoUpdate, flip, offset, size, useFloating } from '@floating-ui/react-dom';
import { useEffect, useEffectEvent, useLayoutEffect, useRef, useState, type RefObject } from 'react';
import { useTexts } from '@/components/texts/texts-provider';
import { Check } from 'lucide-react';
import { moveWithin, showWithin } from './list-moves';
import { matching } from './matching';

export interface SearchListProps {
  id: string;
  label: string;
  input: RefObject<HTMLInputElement | null>;
  options: readonly string[];
  value: string;
  /** whether it shows all options, or only those that match what is typed */
  open: 'no' | 'all' | 'matching';
  onOpen: () => void;
  onClose: () => void;
  /** called with the id of the option that Enter would take */
  onActive: (id: string | undefined) => void;
  onPick: (text: string) => void;
}

const MOST_HEIGHT = 320;

/**
 * The list of a `SearchField`, beneath its input. The input keeps the focus, and its keys move in the list. It stays
 * within the field, where also a dialog shows it.
 */
export function SearchList({ id, label, input, options, value, open, ...on }: SearchListProps) {
  const { t } = useTexts();
  const isOpen = open !== 'no';
  const shown = open === 'matching' ? matching(options, value) : options;
  const held = options.indexOf(value);
  const [moved, setMoved] = useState<{ from: string; to: number } | null>(null);
  // until a key has moved it: the first match, or in the whole list what is held
  const from = `${open} ${open === 'matching' ? value : ''}`;
  const resting = open === 'matching' ? (value.trim() === '' ? -1 : 0) : held;
  const active = moved?.from === from ? moved.to : resting;
  const activeOption = isOpen ? shown[active] : undefined;
  const activeId = activeOption && `${id}-${active}`;
  const notifyActive = useEffectEvent(on.onActive);
  useEffect(() => notifyActive(activeId), [activeId]);

  const {
    refs: { setReference, setFloating },
    floatingStyles,
    isPositioned,
  } = useFloating({
    open: isOpen,
    strategy: 'fixed',
    placement: 'bottom-start',
    middleware: [
      offset(4),
      flip({ padding: 8 }),
      size({
        padding: 8,
        apply: ({ availableHeight, rects, elements: { floating } }) => {
          floating.style.width = `${rects.reference.width}px`;
          floating.style.maxHeight = `${Math.max(88, Math.min(MOST_HEIGHT, availableHeight))}px`;
        },
      }),
    ],
    whileElementsMounted: autoUpdate,
  });
  useLayoutEffect(() => setReference(input.current), [setReference, input]);
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => showWithin(list.current, activeId), [activeId, isPositioned]); // once it has its height

  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.isComposing || event.ctrlKey || event.metaKey) return;
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 }[event.key];
    if (step !== undefined) {
      if (!isOpen && step * step > 1) return;
      event.preventDefault();
      if (!isOpen) return on.onOpen();
      if (event.altKey) return on.onClose();
      setMoved({ from, to: moveWithin(active, step, shown.length) });
    } else if (event.key === 'Enter' && activeOption) {
      event.preventDefault(); // not a press of Save
      on.onPick(activeOption);
    } else if (event.key === 'Escape' && isOpen) {
      event.preventDefault();
      event.stopPropagation(); // a dialog around it stays open
      on.onClose();
    }
  });
  useEffect(() => {
    const { current } = input;
    const listen = (event: KeyboardEvent) => onKey(event);
    current?.addEventListener('keydown', listen);
    return () => current?.removeEventListener('keydown', listen);
  }, [input]);

  const count =
    open === 'matching' ? (shown.length === 0 ? t('field.noMatch') : t('field.matches', { count: shown.length })) : '';
  return (
    <>
      <span aria-live="polite" className="sr-only">
        {count}
      </span>
      {isOpen && (
        <div
          ref={setFloating}
          style={floatingStyles}
          onMouseDown={(event) => event.preventDefault()} // the focus stays in the input
          className={
            'z-20 flex flex-col overflow-clip rounded-xl bg-raised text-base text-ink shadow-popup compact:text-sm ' +
            'forced-colors:border ' +
            'forced-colors:border-[CanvasText]'
          }
        >
          {shown.length === 0 && <p className="px-3.5 py-3 text-soft">{t('field.nothingMatches')}</p>}
          <ul
            ref={list}
            id={id}
            role="listbox"
            aria-label={label}
            className="relative min-h-0 overflow-y-auto overscroll-contain p-1 empty:hidden"
          >
            {shown.map((option, at) => (
              <li
                key={option}
                id={`${id}-${at}`}
                role="option"
                aria-selected={option === value}
                data-active={at === active || undefined}
                onClick={() => on.onPick(option)}
                className={row}
              >
                <span className="min-w-0 wrap-anywhere">{option}</span>
                {option === value && <Check aria-hidden className="ms-auto size-4 shrink-0 text-accent" />}
              </li>
            ))}
          </ul>
        </div>
      )}
    </>
  );
}

const row =
  'flex min-h-11 cursor-default items-center gap-2.5 rounded-lg px-2.5 py-1.5 select-none hover:bg-hover/60 ' +
  'data-active:bg-hover compact:min-h-8.5 forced-colors:data-active:bg-[Highlight] ' +
  'forced-colors:data-active:text-[HighlightText] forced-colors:data-active:forced-color-adjust-none ' +
  'forced-colors:data-active:[&_svg]:text-[HighlightText]';
