'use client';

import { useActionState, useRef } from 'react';
import { SESSION_PATH, type SaveForm } from '@/lib/profile/model/form-names';
import type { Page } from '@/lib/profile/model/sections';
import { MessagePage } from '@/components/page/message-page';
import { SettingsPage } from '@/components/page/settings-page';
import { message } from '@/lib/texts/text';
import { useTexts } from '@/components/texts/texts-provider';
import { linkButton } from '@/components/ui/button';
import { KeptForm } from './kept-form';
import { useSubmitOnceLoaded } from './use-submit-once-loaded';

interface RenewSessionProps {
  post: SaveForm;
  /** the page that the form is on */
  path: Page['path'];
  /** false where it could not be found out who posted the form */
  isSignedOut: boolean;
}

/**
 * The page after a form was posted without its script, where the session had run out or could not be verified. Only
 * opening a page renews a session: a script opens it anew, with the edit as a draft; without one, or where the browser
 * keeps no draft, a frame opens one for the next press of Save.
 */
export function RenewSession({ post, path, isSignedOut }: RenewSessionProps) {
  const { t } = useTexts();
  const [unsaved, postForm] = useActionState(post, null, path);
  const frame = useRef<HTMLIFrameElement>(null);
  const holdBack = useSubmitOnceLoaded(frame);
  const openAnew = () => {
    if (isSignedOut) window.location.replace(path);
  };
  if (!unsaved) return <MessagePage title={t('page.nothingSaved')} text={t('page.nothingSavedText')} />;
  return (
    <SettingsPage menu={null}>
      <KeptForm
        unsaved={unsaved}
        message={isSignedOut ? message('page.sessionRanOut') : undefined}
        post={postForm}
        onSubmit={holdBack}
        onKept={openAnew}
      >
        {isSignedOut && (
          <span className="text-soft">
            {t('page.notSavedAgain')}{' '}
            <a href={path} target="_blank" rel="noreferrer" className={linkButton}>
              {t('site.signIn')} <span className="sr-only">{t('site.opensNewTab')}</span>
            </a>
          </span>
        )}
      </KeptForm>
      {/* Without a script it is shown: nothing else can tell when Save may be pressed. */}
      <iframe ref={frame} src={SESSION_PATH} title={t('page.renewsSession')} className="without-script h-12 w-full" />
    </SettingsPage>
  );
}
