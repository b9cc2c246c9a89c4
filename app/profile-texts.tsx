import type { ReactNode } from 'react';
import { TextsProvider } from '@/components/texts/texts-provider';
import { directionOf, type Locale } from '@/lib/texts/locales';
import { messagesFor, type Group } from '@/lib/texts/messages-for';
import { getLocale } from '@/lib/texts/request-texts';

/** What the profile's pages and its form show of the catalogue. */
export const profileGroups = [
  'site',
  'page',
  'form',
  'state',
  'preview',
  'field',
  'draft',
  'unavailable',
  'rule',
  'refusal',
  'failure',
  'request',
  'technical',
  'sections',
  'fields',
  'colors',
] as const satisfies readonly Group[];

interface ProfileTextsProps {
  /** the language, where the app around this has but one; by default the person's own */
  locale?: Locale;
  children: ReactNode;
}

/** Gives the profile's form its texts in a page whose document is not that of this app. */
export async function ProfileTexts({ locale, children }: ProfileTextsProps) {
  const language = locale ?? (await getLocale());
  return (
    <div lang={language} dir={directionOf(language)} className="contents">
      <TextsProvider locale={language} messages={messagesFor(language, profileGroups)}>
        {children}
      </TextsProvider>
    </div>
  );
}
