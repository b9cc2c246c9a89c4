import type { ReactNode } from 'react';
import { mainPage, pages, type Page } from '@/lib/profile/model/sections';
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
  return (
    <>
      <SiteHeader userMenu={menu} withoutScript={withoutScript} />
      <main className="mx-auto grid max-w-4xl gap-6 px-4 py-8 [--header:3.5rem] sm:px-6 sm:py-12">
        <div className="grid gap-1">
          <h1 className="text-2xl font-semibold tracking-tight">{page.title}</h1>
          {page === mainPage && <p className="text-soft">How others see you, and what you prefer.</p>}
        </div>
        {pages.length > 1 && <SettingsNav current={page} />}
        <noscript>
          <p className="text-soft">
            Without JavaScript you can change and save everything here. Changes from elsewhere show once you reload.
          </p>
        </noscript>
        {children}
      </main>
    </>
  );
}
