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
        <div className="grid max-w-sm gap-2 text-center">
          <h1 className="text-xl font-semibold tracking-tight">Signing in needs JavaScript</h1>
          <p className="text-soft">Allow it for this site in your browser’s settings, then reload this page.</p>
        </div>
      </noscript>
      {children}
    </main>
  );
}
