import Link from 'next/link';
import { Button } from '@/components/ui/button';
import { PROFILE_PATH } from '@/lib/profile/model/form-names';

import { Wordmark } from './wordmark';

interface MessagePageProps {
  title: string;
  text: string;
  /** what its button and its link say */
  tryAgain: string;
  goToProfile: string;
  onRetry?: () => void;
}

/** A page with only a message. It needs no provider: it is also shown where the layout failed. */
export function MessagePage({ title, text, tryAgain, goToProfile, onRetry }: MessagePageProps) {
  return (
    <main className="grid min-h-dvh place-items-center px-6 py-16">
      <div className="grid max-w-md justify-items-center gap-6 text-center">
        <Wordmark />
        <div className="grid gap-2">
          <h1 className="text-xl font-semibold tracking-tight text-balance">{title}</h1>
          <p className="text-soft text-pretty">{text}</p>
        </div>
        <div className="flex flex-wrap items-center justify-center gap-3">
          {onRetry && (
            <Button variant="primary" onClick={onRetry}>
              {tryAgain}
            </Button>
          )}
          <Link
            href={PROFILE_PATH}
            className={
              'inline-flex h-11 items-center rounded-lg px-3.5 font-medium text-accent underline ' +
              'decoration-accent/40 underline-offset-2 hover:decoration-accent compact:h-9'
            }
          >
            {goToProfile}
          </Link>
        </div>
      </div>
    </main>
  );
}
