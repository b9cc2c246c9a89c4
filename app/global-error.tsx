'use client';

import { MessagePage } from '@/components/page/message-page';
import './globals.css';

export default function GlobalError({ reset }: { error: Error; reset: () => void }) {
  return (
    <html lang="en">
      <body>
        <MessagePage
          title="The app could not be shown"
          text="Something failed on our side. What you saved before is safe."
          onRetry={reset}
        />
      </body>
    </html>
  );
}
