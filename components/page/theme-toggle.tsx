'use client';

import { Menu } from '@base-ui/react/menu';
import { Check, Monitor, Moon, Sun } from 'lucide-react';
import { useTheme } from 'next-themes';
import { useRef } from 'react';
import { menuPopup, menuRow, menuTrigger } from '@/components/ui/menu';

const themes = [
  { value: 'system', label: 'System', Icon: Monitor },
  { value: 'light', label: 'Light', Icon: Sun },
  { value: 'dark', label: 'Dark', Icon: Moon },
] as const;

/** Chooses the theme. CSS picks the icon: the server cannot know which theme the browser has. */
export function ThemeToggle() {
  const { theme, setTheme } = useTheme();
  // Opened in here, the menu stays within the page's header for those who navigate by landmarks.
  const place = useRef<HTMLDivElement>(null);
  return (
    <div ref={place}>
      <Menu.Root modal={false}>
        <Menu.Trigger aria-label="Theme" title="Theme" className={menuTrigger}>
          <Sun aria-hidden className="size-4.5 dark:hidden" strokeWidth={1.75} />
          <Moon aria-hidden className="hidden size-4.5 dark:block" strokeWidth={1.75} />
        </Menu.Trigger>
        <Menu.Portal container={place}>
          <Menu.Positioner sideOffset={6} align="end" className="z-20 outline-none">
            <Menu.Popup className={menuPopup}>
              <Menu.RadioGroup value={theme} onValueChange={setTheme} aria-label="Theme">
                {themes.map(({ value, label, Icon }) => (
                  <Menu.RadioItem key={value} value={value} closeOnClick className={menuRow}>
                    <Icon aria-hidden className="size-4 text-soft" strokeWidth={1.75} />
                    {label}
                    <Menu.RadioItemIndicator className="ml-auto">
                      <Check aria-hidden className="size-4 text-accent" />
                    </Menu.RadioItemIndicator>
                  </Menu.RadioItem>
                ))}
              </Menu.RadioGroup>
            </Menu.Popup>
          </Menu.Positioner>
        </Menu.Portal>
      </Menu.Root>
    </div>
  );
}
