'use client';

import { MessagePage } from '@/components/page/message-page';

export default function ErrorPage({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  const reference = error.digest ? ` If you report it, mention ${error.digest}.` : '';
  return (
    <MessagePage
      title="This page could not be shown"
      text={`Something failed on our side. What you saved before is safe.${reference}`}
      onRetry={reset}
    />
  );
}
