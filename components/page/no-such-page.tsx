'use client';

import { useTexts } from '@/components/texts/texts-provider';
import { MessagePage } from './message-page';

/** The page of an address at which there is none. */
export function NoSuchPage() {
  const { t } = useTexts();
  return (
    <MessagePage
      title={t('site.noSuchPage')}
      text={t('site.noSuchPageText')}
      tryAgain={t('site.tryAgain')}
      goToProfile={t('site.goToProfile')}
    />
  );
}
