'use client';

import { useActionState, useRef, type ReactNode } from 'react';
import { SESSION_PATH, type SaveForm } from '@/lib/profile/model/form-names';
import type { Page } from '@/lib/profile/model/sections';
import { MessagePage } from '@/components/page/message-page';
import { SettingsPage } from '@/components/page/settings-page';
import { linkButton } from '@/components/ui/button';
import { KeptForm } from './kept-form';
import { useSubmitOnceLoaded } from './use-submit-once-loaded';

interface RenewSessionProps {
  post: SaveForm;
  /** the page that the form is on */
  path: Page['path'];
  /** false where it could not be found out who posted the form */
  isSignedOut: boolean;
  /** the bar on top of the page */
  header?: ReactNode;
}

/**
 * The page after a form was posted without its script, where the session had run out or could not be verified. Only
 * opening a page renews a session: a script opens it anew, with the edit as a draft; without one, or where the browser
 * keeps no draft, a frame opens one for the next press of Save.
 */
export function RenewSession({ post, path, isSignedOut, header }: RenewSessionProps) {
  const [unsaved, postForm] = useActionState(post, null, path);
  const frame = useRef<HTMLIFrameElement>(null);
  const holdBack = useSubmitOnceLoaded(frame);
  const openAnew = () => {
    if (isSignedOut) window.location.replace(path);
  };
  if (!unsaved) return <MessagePage title="Nothing was saved" text="There was no change in what was sent." />;
  return (
    <SettingsPage header={header}>
      <KeptForm
        unsaved={unsaved}
        message={
          isSignedOut
            ? 'Not saved yet: your session had run out. It is being renewed; then press Save once more.'
            : undefined
        }
        post={postForm}
        onSubmit={holdBack}
        onKept={openAnew}
      >
        {isSignedOut && (
          <span className="text-soft">
            Not saved again?{' '}
            <a href={path} target="_blank" rel="noreferrer" className={linkButton}>
              Sign in
              <span className="sr-only"> (opens a new tab)</span>
            </a>
          </span>
        )}
      </KeptForm>
      {/* Without a script it is shown: nothing else can tell when Save may be pressed. */}
      <iframe ref={frame} src={SESSION_PATH} title="Renews your session" className="without-script h-12 w-full" />
    </SettingsPage>
  );
}
