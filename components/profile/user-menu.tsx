'use client';

import { useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { displayName } from '@/lib/profile/model/initials';
import { profileQuery } from '@/lib/profile/model/query/profile-query';
import { withoutRefused } from '@/lib/profile/model/without-refused';
import { MenuButton } from '@/components/ui/menu-button';
import { Avatar, avatarLabel } from './avatar';
import { useTexts } from '@/components/texts/texts-provider';
import { SignOutQuestion } from './drafts/sign-out-question';
import { useSignOutQuestion } from './drafts/use-sign-out-question';

interface UserMenuProps {
  userId: string;
  /** null while it is unknown */
  email: string | null;
  onSignOut: () => void | Promise<void>;
}

const loadMenu = async () => (await import('./account-menu')).AccountMenu;

/** The signed-in user's menu. An edit shows here as soon as it is sent, until it fails or Clerk refuses it. */
export function UserMenu({ userId, email, onSignOut }: UserMenuProps) {
  const { t } = useTexts();
  const { data: profile } = useQuery(profileQuery);
  const [open, setOpen] = useState(false);
  const { state: signingOut, press: signOut, forget, stay } = useSignOutQuestion(userId, onSignOut);
  const place = useRef<HTMLDivElement>(null);
  const values = profile && withoutRefused(profile);
  const name = values ? displayName(values) : '';
  const failure = signingOut === 'failed' ? t('site.signOutFailed') : null;

  function stayHere() {
    setOpen(false);
    stay();
    place.current?.querySelector('button')?.focus();
  }

  return (
    <div ref={place}>
      <MenuButton
        label={name ? t('site.accountOf', { name }) : t('site.account')}
        open={open && signingOut !== 'asking'} // the question comes first
        onOpenChange={setOpen}
        load={loadMenu}
        content={{ name, email, signingOut, failure, onSignOut: () => void signOut() }}
      >
        <Avatar userId={userId} values={values} size="small" label={avatarLabel(t, name)} />
      </MenuButton>
      {failure && (
        <span role="alert" className="sr-only">
          {failure}
        </span>
      )}
      {signingOut === 'asking' && <SignOutQuestion onForget={() => void forget()} onStay={stayHere} />}
    </div>
  );
}
