'use client';

import type { ReactNode } from 'react';
import { mainPage, pages, type Page } from '@/lib/profile/model/sections';
import { pageTitle } from '@/lib/profile/words/field-texts';
import { useTexts } from '@/components/texts/texts-provider';
import { SettingsNav } from './settings-nav';

interface SettingsPageProps {
  /** the page of settings that it is */
  page?: Page;
  /** the bar on top; without one the layout around the page has its own, and is the page's frame */
  header?: ReactNode;
  children: ReactNode;
}

/** The profile settings page around its form. */
export function SettingsPage({ page = mainPage, header, children }: SettingsPageProps) {
  const { t, say } = useTexts();
  const Frame = header ? 'main' : 'div';
  return (
    <>
      {header}
      <Frame
        className={
          'profile-text mx-auto grid max-w-4xl gap-6 px-4 py-8 sm:px-6 sm:py-12 ' + (header ? '[--header:3.5rem]' : '')
        }
      >
        <div className="grid gap-1">
          <h1 className="text-2xl font-semibold tracking-tight">{say(pageTitle(page))}</h1>
          {page === mainPage && <p className="text-soft">{t('page.text')}</p>}
        </div>
        {pages.length > 1 && <SettingsNav current={page} />}
        <noscript>
          <p className="text-soft">{t('page.withoutScript')}</p>
        </noscript>
        {children}
      </Frame>
    </>
  );
}
