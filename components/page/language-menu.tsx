import { Menu } from '@base-ui/react/menu';
import { Check } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { LANGUAGE_INPUT, LANGUAGE_PATH, localeNames, locales, type Locale } from '@/lib/texts/locales';
import { useTexts } from '@/components/texts/texts-provider';
import type { MenuProps } from '@/components/ui/menu-button';
import { MenuPopup } from '@/components/ui/menu-popup';
import { menuRow } from '@/components/ui/menu-styles';

/** The choice of a language. The page is drawn anew in it and not opened anew: what is typed stays. */
export function LanguageMenu(props: MenuProps) {
  const { t, locale } = useTexts();
  const { refresh } = useRouter();
  const [failed, setFailed] = useState(false);

  async function choose(next: Locale) {
    const isKept = await keepLocale(next);
    setFailed(!isKept);
    if (!isKept) return;
    refresh();
    props.onOpenChange(false);
  }

  return (
    <MenuPopup {...props}>
      <Menu.RadioGroup
        value={locale}
        onValueChange={(next) => void choose(next as Locale)}
        aria-label={t('site.language')}
      >
        {locales.map((one) => (
          <Menu.RadioItem key={one} value={one} className={menuRow}>
            <bdi lang={one}>{localeNames[one]}</bdi>
            <Menu.RadioItemIndicator className="ms-auto">
              <Check aria-hidden className="size-4 text-accent" />
            </Menu.RadioItemIndicator>
          </Menu.RadioItem>
        ))}
      </Menu.RadioGroup>
      {failed && (
        <p role="alert" className="px-2.5 pt-1 pb-2 text-[0.8125rem] text-danger">
          {t('site.languageFailed')}
        </p>
      )}
    </MenuPopup>
  );
}

/** Has the server keep a language for this browser; false if it could not be reached. */
const keepLocale = (locale: Locale): Promise<boolean> =>
  fetch(LANGUAGE_PATH, {
    method: 'POST',
    body: new URLSearchParams({ [LANGUAGE_INPUT]: locale }),
    redirect: 'manual', // the answer leads back to this page, which is here already
  }).then(
    ({ type, ok }) => ok || type === 'opaqueredirect',
    () => false,
  );
