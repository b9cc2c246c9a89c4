import Link from 'next/link';
import { useTexts } from '@/components/texts/texts-provider';
import { Button } from '@/components/ui/button';
import { PROFILE_PATH } from '@/lib/profile/model/form-names';

import { Wordmark } from './wordmark';

interface MessagePageProps {
  title: string;
  text: string;
  onRetry?: () => void;
}

/** A page with only a message. */
export function MessagePage({ title, text, onRetry }: MessagePageProps) {
  const { t } = useTexts();
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
              {t('site.tryAgain')}
            </Button>
          )}
          <Link
            href={PROFILE_PATH}
            className={
              'inline-flex h-11 items-center rounded-lg px-3.5 font-medium text-accent underline ' +
              'decoration-accent/40 underline-offset-2 hover:decoration-accent compact:h-9'
            }
          >
            {t('site.goToProfile')}
          </Link>
        </div>
      </div>
    </main>
  );
}
