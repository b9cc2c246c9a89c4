import { Languages } from 'lucide-react';
import { useState } from 'react';
import { useTexts } from '@/components/texts/texts-provider';
import { MenuButton } from '@/components/ui/menu-button';

const loadMenu = async () => (await import('./language-menu')).LanguageMenu;

/** Opens the choice of a language. */
export function LanguageToggle() {
  const { t } = useTexts();
  const [open, setOpen] = useState(false);
  return (
    <MenuButton
      label={t('site.language')}
      title={t('site.language')}
      open={open}
      onOpenChange={setOpen}
      load={loadMenu}
      content={{}}
    >
      <Languages aria-hidden className="size-4.5" strokeWidth={1.75} />
    </MenuButton>
  );
}
