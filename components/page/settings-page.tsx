'use client';

import type { ReactNode } from 'react';
import { mainPage, pages, type Page } from '@/lib/profile/model/sections';
import { pageTitle } from '@/lib/profile/model/field-texts';
import { useTexts } from '@/components/texts/texts-provider';
import { SettingsNav } from './settings-nav';
import { SiteHeader } from './site-header';

interface SettingsPageProps {
  /** the page of settings that it is */
  page?: Page;
  menu: ReactNode;
  /** what takes the menu's place where no script runs */
  withoutScript?: ReactNode;
  children: ReactNode;
}

/** The profile settings page around its form. */
export function SettingsPage({ page = mainPage, menu, withoutScript, children }: SettingsPageProps) {
  const { t, say } = useTexts();
  return (
    <>
      <SiteHeader userMenu={menu} withoutScript={withoutScript} />
      <main className="mx-auto grid max-w-4xl gap-6 px-4 py-8 [--header:3.5rem] sm:px-6 sm:py-12">
        <div className="grid gap-1">
          <h1 className="text-2xl font-semibold tracking-tight">{say(pageTitle(page))}</h1>
          {page === mainPage && <p className="text-soft">{t('page.text')}</p>}
        </div>
        {pages.length > 1 && <SettingsNav current={page} />}
        <noscript>
          <p className="text-soft">{t('page.withoutScript')}</p>
        </noscript>
        {children}
      </main>
    </>
  );
}
