'use client';

import { createContext, useContext, useMemo, type ReactNode } from 'react';
import { createTexts, type CompiledMessages, type Texts } from '@/lib/texts/create-texts';
import type { Locale } from '@/lib/texts/locales';

const Context = createContext<Texts | null>(null);

interface TextsProviderProps {
  locale: Locale;
  /** the compiled messages of what is inside: `messagesFor(locale)` */
  messages: CompiledMessages;
  children: ReactNode;
}

/** The texts of everything inside, in one language. */
export function TextsProvider({ locale, messages, children }: TextsProviderProps) {
  const texts = useMemo(() => createTexts(locale, messages), [locale, messages]);
  return <Context value={texts}>{children}</Context>;
}

/** Returns the texts of this part of the page. @throws outside of a `TextsProvider` */
export function useTexts(): Texts {
  const texts = useContext(Context);
  if (!texts) throw new Error('There are no texts here: wrap this in a TextsProvider.');
  return texts;
}
