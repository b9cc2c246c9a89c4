'use client';

import Link from 'next/link';
import type { ReactNode } from 'react';
import { useTexts } from '@/components/texts/texts-provider';
import { LanguageForm } from './language-form';
import { LanguageToggle } from './language-toggle';
import { ThemeToggle } from './theme-toggle';
import { Wordmark } from './wordmark';

interface SiteHeaderProps {
  userMenu?: ReactNode;
  /** what takes the menus' place where no script runs */
  withoutScript?: ReactNode;
}

/** The bar on top of a page. */
export function SiteHeader({ userMenu, withoutScript }: SiteHeaderProps) {
  const { t } = useTexts();
  return (
    <header className="tall:sticky tall:top-0 z-10 border-b border-line bg-surface">
      <div className="mx-auto flex h-14 max-w-4xl items-center justify-between px-4 sm:px-6">
        <Link href="/" aria-label={t('site.home')} className="flex h-11 items-center rounded-md">
          <Wordmark />
        </Link>
        <div className="needs-script flex items-center gap-1.5">
          <LanguageToggle />
          <ThemeToggle />
          {userMenu}
        </div>
        <noscript>
          <div className="flex items-center gap-3">
            <LanguageForm />
            {withoutScript}
          </div>
        </noscript>
      </div>
    </header>
  );
}
