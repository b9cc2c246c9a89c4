'use client';

import { MessagePage } from './message-page';

/** What stands in place of a page that could not be shown. */
export function ErrorPage({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  const reference = error.digest ? ` If you report it, mention ${error.digest}.` : '';
  return (
    <MessagePage
      title="This page could not be shown"
      text={`Something failed on our side. What you saved before is safe.${reference}`}
      onRetry={reset}
    />
  );
}
