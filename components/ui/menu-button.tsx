import { startTransition, useId, useRef, useState, type ComponentType, type ReactNode, type RefObject } from 'react';
import { useTexts } from '@/components/texts/texts-provider';
import { menuTrigger } from './menu-styles';

/** What a menu needs of the button that opens it. */
export interface MenuProps {
  id: string;
  button: RefObject<HTMLButtonElement | null>;
  /** where it is opened: within the header, for those who navigate by landmarks */
  place: RefObject<HTMLElement | null>;
  open: boolean;
  /** whether a key has opened it: its first row is then the one that the next key is for */
  byKeyboard: boolean;
  onOpenChange: (open: boolean) => void;
}

interface MenuButtonProps<Content> {
  label: string;
  title?: string;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** fetches the menu itself, which most visits never open */
  load: () => Promise<ComponentType<MenuProps & Content>>;
  /** what the menu shows */
  content: Content;
  children: ReactNode;
}

/** A button that opens a menu, whose script is fetched when somebody is about to press it. */
export function MenuButton<Content extends object>({
  label,
  title,
  open,
  onOpenChange,
  load,
  content,
  children,
}: MenuButtonProps<Content>) {
  const { t } = useTexts();
  const id = useId();
  const place = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const [Menu, setMenu] = useState<ComponentType<MenuProps & Content> | null>(null);
  const [byKeyboard, setByKeyboard] = useState(false);
  const [failed, setFailed] = useState(false);
  const loading = useRef<Promise<void>>(undefined);

  const fetchMenu = () =>
    (loading.current ??= load().then(
      (menu) => startTransition(() => setMenu(() => menu)),
      () => {
        loading.current = undefined; // tried again at the next press
        setFailed(true);
      },
    ));
  const prepare = () => {
    if (!failed) void fetchMenu();
  };
  const toggle = (isKey: boolean) => {
    setByKeyboard(isKey);
    setFailed(false);
    onOpenChange(!open || failed);
    void fetchMenu();
  };

  return (
    <div ref={place} className="relative">
      <button
        ref={button}
        type="button"
        aria-label={label}
        title={title}
        aria-haspopup="menu"
        aria-expanded={open && Menu !== null}
        aria-controls={open && Menu ? id : undefined}
        data-popup-open={(open && !failed) || undefined}
        onPointerEnter={prepare}
        onFocus={prepare}
        onClick={({ detail }) => toggle(detail === 0)}
        onKeyDown={(event) => {
          if (open || (event.key !== 'ArrowDown' && event.key !== 'ArrowUp')) return;
          event.preventDefault();
          toggle(true);
        }}
        className={menuTrigger}
      >
        {children}
      </button>
      {Menu && (
        <Menu
          {...content}
          id={id}
          button={button}
          place={place}
          open={open}
          byKeyboard={byKeyboard}
          onOpenChange={onOpenChange}
        />
      )}
      {open && failed && (
        <p role="alert" className="absolute end-0 top-full w-56 rounded-lg bg-raised p-3 text-ink shadow-popup">
          {t('site.menuFailed')}
        </p>
      )}
    </div>
  );
}
