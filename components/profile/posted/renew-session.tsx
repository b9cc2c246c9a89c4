'use client';

import { useActionState, useRef, type ReactNode } from 'react';
import { SESSION_PATH, type SaveForm } from '@/lib/profile/model/form-names';
import { message } from '@/lib/texts/text';
import { useTexts } from '@/components/texts/texts-provider';
import { linkButton } from '@/components/ui/button';
import { KeptForm } from './kept-form';
import { useSubmitOnceLoaded } from './use-submit-once-loaded';

interface RenewSessionProps {
  post: SaveForm;
  /** the path of the page that the form is on, and what names it among the forms of that page */
  path: string;
  formId: string;
  /** false where it could not be found out who posted the form */
  isSignedOut: boolean;
  /** what is shown where nothing was posted */
  children: ReactNode;
}

/**
 * What takes a form's place after it was posted without its script, where the session had run out or could not be verified. Only
 * opening a page renews a session: a script opens it anew, with the edit as a draft; without one, or where the browser
 * keeps no draft, a frame opens one for the next press of Save.
 */
export function RenewSession({ post, path, formId, isSignedOut, children }: RenewSessionProps) {
  const { t } = useTexts();
  const [last, postForm] = useActionState(post, null, path);
  const frame = useRef<HTMLIFrameElement>(null);
  const holdBack = useSubmitOnceLoaded(frame);
  const openAnew = () => {
    if (isSignedOut) window.location.replace(path);
  };
  if (last?.form !== formId) return children;
  return (
    <div className="grid gap-6">
      <KeptForm
        unsaved={last}
        path={path}
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
    </div>
  );
}
