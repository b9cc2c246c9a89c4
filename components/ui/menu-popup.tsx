import { Menu } from '@base-ui/react/menu';
import { useEffect, useRef, type ReactNode } from 'react';
import type { MenuProps } from './menu-button';
import { menuPopup } from './menu-styles';

/** The opened part of a `MenuButton`, with the keys and the focus of a menu. */
export function MenuPopup({
  id,
  button,
  place,
  open,
  byKeyboard,
  onOpenChange,
  className = '',
  children,
}: MenuProps & { className?: string; children: ReactNode }) {
  const popup = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!open || !byKeyboard) return;
    // after the menu's own focus on opening, which is for a pointer: on the menu and no row of it
    const frame = requestAnimationFrame(() => popup.current?.querySelector<HTMLElement>('[role^="menuitem"]')?.focus());
    return () => cancelAnimationFrame(frame);
  }, [open, byKeyboard]);
  return (
    <Menu.Root
      modal={false}
      open={open}
      onOpenChange={(next, { event, cancel }) => {
        // The button closes its menu itself: the press on it would open it again otherwise.
        if (!next && event.target instanceof Node && button.current?.contains(event.target)) return cancel();
        onOpenChange(next);
      }}
    >
      <Menu.Portal container={place}>
        <Menu.Positioner anchor={button} sideOffset={6} align="end" className="z-20 outline-none">
          <Menu.Popup ref={popup} id={id} finalFocus={button} className={`${menuPopup} ${className}`}>
            {children}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
