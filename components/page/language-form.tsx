import { LANGUAGE_INPUT, LANGUAGE_PATH, localeNames, locales } from '@/lib/texts/locales';
import { useTexts } from '@/components/texts/texts-provider';

/** The choice of a language where no script runs: one button for each, which leads back to this page. */
export function LanguageForm() {
  const { t, locale } = useTexts();
  return (
    <form method="post" action={LANGUAGE_PATH} aria-label={t('site.language')} className="flex gap-1">
      {locales.map((one) => (
        <button
          key={one}
          name={LANGUAGE_INPUT}
          value={one}
          lang={one}
          aria-current={one === locale || undefined}
          className={
            'h-11 rounded-lg px-2 text-soft hover:bg-hover hover:text-ink compact:h-9 ' +
            'aria-[current]:font-medium aria-[current]:text-ink'
          }
        >
          {localeNames[one]}
        </button>
      ))}
    </form>
  );
}
