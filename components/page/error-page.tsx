'use client';

import { keepsTyped } from '@/components/browser/keeps-typed';
import { MessagePage } from './message-page';

/** What stands in place of a page that could not be shown. */
export function ErrorPage({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  const reference = error.digest ? ` If you report it, mention ${error.digest}.` : '';
  const aboutTyped = keepsTyped() ? 'What you typed is kept in this browser.' : 'What you typed is not kept.';
  return (
    <MessagePage
      title="This page could not be shown"
      text={`Something failed on our side. What you saved before is safe. ${aboutTyped}${reference}`}
      onRetry={reset}
    />
  );
}
