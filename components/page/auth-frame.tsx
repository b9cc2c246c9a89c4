'use client';

import type { ReactNode } from 'react';
import { useTexts } from '@/components/texts/texts-provider';
import { LanguageForm } from './language-form';
import { LanguageToggle } from './language-toggle';
import { Wordmark } from './wordmark';

/** The page around Clerk's own sign-in and sign-up. */
export function AuthFrame({ children }: { children: ReactNode }) {
  const { t } = useTexts();
  return (
    <main className="relative grid min-h-dvh content-center justify-items-center gap-8 px-4 py-12">
      <div className="grid justify-items-center gap-2 text-center">
        <Wordmark />
        <p className="text-soft">{t('site.description')}</p>
      </div>
      <noscript>
        <div className="grid max-w-sm gap-2 text-center">
          <h1 className="text-xl font-semibold tracking-tight">{t('auth.needsScript')}</h1>
          <p className="text-soft">{t('auth.allowScript')}</p>
        </div>
        <div className="mt-4 grid justify-items-center">
          <LanguageForm />
        </div>
      </noscript>
      <div className="needs-script absolute end-3 top-3">
        <LanguageToggle />
      </div>
      {children}
    </main>
  );
}
