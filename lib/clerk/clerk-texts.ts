import 'server-only';
import type { LocalizationResource } from '@clerk/nextjs/types';
import type { Locale } from '@/lib/texts/locales';

/** Clerk's own texts of its forms; English is part of them. The page is sent the one language that it is in. */
const languages: Record<Locale, (() => Promise<LocalizationResource>) | undefined> = {
  en: undefined,
  de: async () => (await import('@clerk/localizations/de-DE')).deDE,
  ar: async () => (await import('@clerk/localizations/ar-SA')).arSA,
};

/** The texts of components that this app does not show: two thirds of all. */
const unused = /^(userProfile|userButton|organization|createOrganization|apiKeys|billing|configure|waitlist|task)/;

/** Returns the texts of Clerk's forms in a language; undefined where they are its own. */
export async function loadClerkTexts(locale: Locale): Promise<LocalizationResource | undefined> {
  const all = await languages[locale]?.();
  return all && Object.fromEntries(Object.entries(all).filter(([part]) => !unused.test(part)));
}
