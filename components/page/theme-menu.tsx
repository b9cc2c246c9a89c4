import { Menu } from '@base-ui/react/menu';
import { Check, Monitor, Moon, Sun } from 'lucide-react';
import { useTheme } from 'next-themes';
import type { MenuProps } from '@/components/ui/menu-button';
import { MenuPopup } from '@/components/ui/menu-popup';
import { useTexts } from '@/components/texts/texts-provider';
import { menuRow } from '@/components/ui/menu-styles';

const themes = [
  { value: 'system', label: 'site.themeSystem', Icon: Monitor },
  { value: 'light', label: 'site.themeLight', Icon: Sun },
  { value: 'dark', label: 'site.themeDark', Icon: Moon },
] as const;

/** The choice of a theme. */
export function ThemeMenu(props: MenuProps) {
  const { t } = useTexts();
  const { theme, setTheme } = useTheme();
  return (
    <MenuPopup {...props}>
      <Menu.RadioGroup value={theme} onValueChange={setTheme} aria-label={t('site.theme')}>
        {themes.map(({ value, label, Icon }) => (
          <Menu.RadioItem key={value} value={value} closeOnClick className={menuRow}>
            <Icon aria-hidden className="size-4 text-soft" strokeWidth={1.75} />
            {t(label)}
            <Menu.RadioItemIndicator className="ms-auto">
              <Check aria-hidden className="size-4 text-accent" />
            </Menu.RadioItemIndicator>
          </Menu.RadioItem>
        ))}
      </Menu.RadioGroup>
    </MenuPopup>
  );
}
