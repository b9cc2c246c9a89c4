import type { ReactNode } from 'react';
import { Wordmark } from './wordmark';

/** The page around Clerk's own sign-in and sign-up. */
export function AuthFrame({ children }: { children: ReactNode }) {
  return (
    <main className="grid min-h-dvh content-center justify-items-center gap-8 px-4 py-12">
      <div className="grid justify-items-center gap-2 text-center">
        <Wordmark />
        <p className="text-soft">Profile settings whose changes never get lost.</p>
      </div>
      <noscript>
        <p className="max-w-sm text-center">
          Signing in needs JavaScript. Allow it for this site in your browser’s settings, then reload this page.
        </p>
      </noscript>
      {children}
    </main>
  );
}
