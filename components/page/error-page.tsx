'use client';

import { keepsTyped } from '@/components/browser/keeps-typed';
import { useTexts } from '@/components/texts/texts-provider';
import { MessagePage } from './message-page';

/** What stands in place of a page that could not be shown. */
export function ErrorPage({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  const { t } = useTexts();
  const reference = error.digest ? ` ${t('site.reference', { digest: error.digest })}` : '';
  const why = t('site.pageFailedText', { kept: keepsTyped() ? 'yes' : 'no' });
  return (
    <MessagePage
      title={t('site.pageFailed')}
      text={why + reference}
      tryAgain={t('site.tryAgain')}
      goToProfile={t('site.goToProfile')}
      onRetry={reset}
    />
  );
}
