'use client';

import type { ReactNode } from 'react';
import { ProfileForm } from '@/components/profile/form/profile-form';
import { QueryProvider } from '@/components/profile/query-provider';
import type { SaveProfile } from '@/components/profile/saving/save-type';
import { withRenewal } from '@/lib/clerk/renewal/with-renewal';
import { SESSION_PATH } from '@/lib/profile/model/form-names';
import type { WithRenewal } from '@/lib/profile/model/query/fetch-profile';
import { saveProfileAction, saveProfileFormAction } from './actions';

const renewing: WithRenewal = (ask, isSignedOut) => withRenewal(SESSION_PATH, ask, isSignedOut);

const save: SaveProfile = (input, userId) =>
  renewing(
    () => saveProfileAction(input, userId),
    (answer) => !answer.ok && answer.failure.signedOut === true,
  );

/** The cache of the signed-in person's profile; its reads renew a session that has run out. */
export const SignedInQueries = ({ userId, children }: { userId: string; children: ReactNode }) => (
  <QueryProvider userId={userId} withRenewal={renewing}>
    {children}
  </QueryProvider>
);

/** The signed-in person's form; its saves renew a session that has run out. */
export const SignedInForm = (props: { userId: string; token: string; at: number; page: string }) => (
  <ProfileForm save={save} post={saveProfileFormAction} {...props} />
);
