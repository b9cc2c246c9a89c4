'use client';

import { useRef, useState, type ReactNode } from 'react';
import { FormIsLate } from '@/components/page/form-is-late';
import { useIsLate } from '@/components/page/use-is-late';
import { clerkScriptHost, useSignedInState } from '@/lib/clerk/browser';
import { useTexts } from '@/components/texts/texts-provider';
import { SignedInAlready } from './signed-in-already';

/**
 * Clerk's sign-in or sign-up, and what to do if it does not come. Somebody who is signed in when the page is opened is
 * not shown it: it would lead back at once, to a page that may lead here again.
 */
export function AuthForm({ children }: { children: ReactNode }) {
  const { t } = useTexts();
  const box = useRef<HTMLDivElement>(null);
  const isLate = useIsLate(box);
  const state = useSignedInState();
  const [atFirst, setAtFirst] = useState(state);
  if (atFirst !== state && (atFirst === 'unknown' || state === 'signed out')) setAtFirst(state);
  return (
    <>
      <div ref={box}>
        {atFirst === 'unknown' && !isLate && <p className="needs-script text-soft">{t('auth.loading')}</p>}
        {atFirst === 'signed out' && children}
        {atFirst === 'signed in' && <SignedInAlready />}
      </div>
      {isLate && <FormIsLate scriptHost={clerkScriptHost()} />}
    </>
  );
}
