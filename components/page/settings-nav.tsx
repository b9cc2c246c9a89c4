'use client';

import { useTexts } from '@/components/texts/texts-provider';
import { pageTitle } from '@/lib/profile/model/field-texts';
import { pages, type Page } from '@/lib/profile/model/sections';

/** The pages of settings, as links. Each is opened anew, so that what is typed is kept as a draft of its page. */
export function SettingsNav({ current }: { current: Page }) {
  const { t, say } = useTexts();
  return (
    <nav aria-label={t('page.settings')} className="flex flex-wrap gap-1 border-b border-line">
      {pages.map((page) => (
        <a
          key={page.name}
          href={page.path}
          aria-current={page === current ? 'page' : undefined}
          className={
            'flex h-11 items-center border-b-2 border-transparent px-3 text-soft hover:text-ink compact:h-9 ' +
            'aria-[current]:border-accent aria-[current]:font-medium aria-[current]:text-ink'
          }
        >
          {say(pageTitle(page))}
        </a>
      ))}
    </nav>
  );
}
