import Link from 'next/link';
import type { ReactNode } from 'react';
import { ThemeToggle } from './theme-toggle';
import { Wordmark } from './wordmark';

/** The bar on top of a page. */
export function SiteHeader({ userMenu }: { userMenu?: ReactNode }) {
  return (
    <header className="sticky top-0 z-10 border-b border-line bg-surface">
      <div className="mx-auto flex h-14 max-w-4xl items-center justify-between px-4 sm:px-6">
        <Link href="/" aria-label="Perdure, home" className="flex h-11 items-center rounded-md">
          <Wordmark />
        </Link>
        <div className="flex items-center gap-1.5">
          <ThemeToggle />
          {userMenu}
        </div>
      </div>
    </header>
  );
}
