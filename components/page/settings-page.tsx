import type { ReactNode } from 'react';
import { SiteHeader } from './site-header';

/** The profile settings page around its form. */
export function SettingsPage({ menu, children }: { menu: ReactNode; children: ReactNode }) {
  return (
    <>
      <SiteHeader userMenu={menu} />
      <main className="mx-auto grid max-w-4xl gap-6 px-4 py-8 sm:px-6 sm:py-12">
        <div className="grid gap-1">
          <h1 className="text-2xl font-semibold tracking-tight">Profile</h1>
          <p className="text-soft">Your name and how your avatar looks.</p>
        </div>
        {children}
      </main>
    </>
  );
}
