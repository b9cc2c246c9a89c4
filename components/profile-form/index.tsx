'use client';

import { usePathname, useSearchParams } from 'next/navigation';
import { useMemo, useState } from 'react';
import { SignedInForm } from '@/components/profile/form/signed-in-form';
import { FormWithoutProfile } from '@/components/profile/form-without-profile';
import { RenewSession } from '@/components/profile/posted/renew-session';
import type { LoadedProfile } from '@/lib/profile/model/loaded-profile';
import { newSaveId } from '@/lib/profile/model/save-id';
import { formIdOf, sectionsShown, type Shown, type ShownSection } from '@/lib/profile/model/sections';
import { asReady, type ReadyProfile } from '@/components/profile/hooks/use-profile';
import { saveProfileFormAction } from './actions';
import { ProfileSession, useSessionUserId } from './profile-session';
import { save } from './renewing';

export { ProfileSession } from './profile-session';

export interface ProfileFormProps extends Shown {
  /** what `loadProfile()` returned on the server: the form is then there at once, and without a script */
  loaded?: LoadedProfile;
  /** called once the server has committed all of a save of this form */
  onSaved?: (profile: ReadyProfile) => void;
  className?: string;
}

/**
 * The signed-in person's profile to edit, in any page or dialog. By default it has all fields; `sections` and `fields`
 * leave some out, and those it neither shows nor changes. It lays itself out by the width that it is given.
 */
export function ProfileForm({ loaded, sections, fields, onSaved, className = '' }: ProfileFormProps) {
  // by content: a page may write the lists anew each time it is drawn
  const asked = JSON.stringify({ sections, fields });
  const shown = useMemo(() => sectionsShown(JSON.parse(asked) as Shown), [asked]);
  const Form = loaded ? FormByServer : FormByBrowser;
  return (
    // a dialog is as wide as its content wants to be, and a container of queries wants nothing: hence a width to want,
    // and no more than there is
    <div className={`@container/form min-w-0 max-w-full [contain-intrinsic-inline-size:44rem] ${className}`}>
      <Form key={formIdOf(shown)} loaded={loaded} shown={shown} onSaved={onSaved} />
    </div>
  );
}

interface FormProps extends Pick<ProfileFormProps, 'loaded' | 'onSaved'> {
  shown: readonly ShownSection[];
}

/** The form in a page that the server has made for one person: without a script it is posted to that page. */
function FormByServer({ loaded, shown, ...props }: FormProps) {
  const query = useSearchParams().toString();
  const path = `${usePathname()}${query && `?${query}`}`;
  const isSignedOut = loaded?.is === 'signed out';
  const form = (
    <ProfileSession loaded={loaded?.is === 'unknown' ? undefined : loaded}>
      <FormOnPage {...props} loaded={loaded} shown={shown} path={path} />
    </ProfileSession>
  );
  if (loaded?.is === 'signed in') return form;
  return (
    <RenewSession {...{ post: saveProfileFormAction, path, formId: formIdOf(shown), isSignedOut }}>{form}</RenewSession>
  );
}

/** The form that the page's script makes. */
function FormByBrowser(props: FormProps) {
  const path = usePathname();
  return (
    <ProfileSession>
      <FormOnPage {...props} path={path} />
    </ProfileSession>
  );
}

function FormOnPage({ loaded, shown, onSaved, path }: FormProps & { path: string }) {
  const userId = useSessionUserId();
  const [ownToken] = useState(newSaveId);
  if (userId === undefined)
    return <FormWithoutProfile path={path} sections={shown} isSignedOut={loaded?.is === 'signed out'} />;
  const { token, at } = loaded?.is === 'signed in' ? loaded : { token: ownToken, at: undefined };
  return (
    <SignedInForm
      {...{ save, post: saveProfileFormAction, userId, token, at, path, sections: shown }}
      onSaved={onSaved && ((saved) => onSaved(asReady(saved)))}
    />
  );
}
