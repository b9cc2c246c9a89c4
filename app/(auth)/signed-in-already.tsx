'use client';

import { useEffect, useState } from 'react';
import { useTexts } from '@/components/texts/texts-provider';
import { Button, linkButton } from '@/components/ui/button';
import { renewByNavigation } from '@/lib/clerk/renewal/renew-by-navigation';
import { renewByScript } from '@/lib/clerk/renewal/renew-by-script';
import { useSignOut } from '@/lib/clerk/browser';
import { PROFILE_PATH, SESSION_PATH } from '@/lib/profile/model/form-names';
import { signOutAction } from '../sign-out';
import { noteReturn } from '@/components/page/return-once';

/** What the sign-in page shows to somebody who is signed in: it renews their session and leads back, once. */
export function SignedInAlready() {
  const { t } = useTexts();
  const [isStuck, setIsStuck] = useState(false);
  const [isSignOutFailed, setIsSignOutFailed] = useState(false);
  const signOut = useSignOut(signOutAction);
  useEffect(() => {
    let isShown = true;
    void goBack().then((isGoing) => isShown && setIsStuck(!isGoing));
    return () => void (isShown = false);
  }, []);
  if (!isStuck)
    return (
      <p role="status" className="text-soft">
        {t('auth.goingBack')}
      </p>
    );
  return (
    <div role="alert" className="grid max-w-sm justify-items-center gap-4 text-center">
      <h1 className="text-xl font-semibold tracking-tight">{t('auth.already')}</h1>
      <p className="text-soft">{t('auth.alreadyText')}</p>
      <div className="flex flex-wrap items-center justify-center gap-4">
        <a href={target()} className={linkButton}>
          {t('site.tryAgain')}
        </a>
        <Button onClick={() => void signOut().catch(() => setIsSignOutFailed(true))}>{t('site.signOut')}</Button>
      </div>
      {isSignOutFailed && <p className="text-danger">{t('site.signOutFailed')}</p>}
    </div>
  );
}

/** Renews the session and goes back to where somebody came from; false if the server still takes them for nobody. */
async function goBack(): Promise<boolean> {
  if (!noteReturn()) return false;
  await renewByScript();
  if ((await renewByNavigation(SESSION_PATH)) !== 'signed in') return false;
  window.location.replace(target());
  return true;
}

/** Where somebody came from, on this site only. */
function target(): string {
  const asked = new URLSearchParams(window.location.search).get('redirect_url') ?? PROFILE_PATH;
  try {
    const { origin, href } = new URL(asked, window.location.origin);
    return origin === window.location.origin ? href : PROFILE_PATH;
  } catch {
    return PROFILE_PATH; // not an address
  }
}
