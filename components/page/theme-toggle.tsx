'use client';

import { Moon, Sun } from 'lucide-react';
import { useState } from 'react';
import { useTexts } from '@/components/texts/texts-provider';
import { MenuButton } from '@/components/ui/menu-button';

const loadMenu = async () => (await import('./theme-menu')).ThemeMenu;

/** Opens the choice of a theme. CSS picks the icon: the server cannot know which theme the browser has. */
export function ThemeToggle() {
  const { t } = useTexts();
  const [open, setOpen] = useState(false);
  return (
    <MenuButton
      label={t('site.theme')}
      title={t('site.theme')}
      open={open}
      onOpenChange={setOpen}
      load={loadMenu}
      content={{}}
    >
      <Sun aria-hidden className="size-4.5 dark:hidden" strokeWidth={1.75} />
      <Moon aria-hidden className="hidden size-4.5 dark:block" strokeWidth={1.75} />
    </MenuButton>
  );
}
