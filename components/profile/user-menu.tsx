'use client';

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { displayName } from '@/lib/profile/model/initials';
import { profileQuery } from '@/lib/profile/model/query/profile-query';
import { withoutRefused } from '@/lib/profile/model/without-refused';
import { MenuButton } from '@/components/ui/menu-button';
import { Avatar } from './avatar';

interface UserMenuProps {
  /** null while it is unknown */
  email: string | null;
  onSignOut: () => void | Promise<void>;
}

const loadMenu = async () => (await import('./account-menu')).AccountMenu;

/** The signed-in user's menu. An edit shows here as soon as it is sent, until it fails or Clerk refuses it. */
export function UserMenu({ email, onSignOut }: UserMenuProps) {
  const { data: profile } = useQuery(profileQuery);
  const [signingOut, setSigningOut] = useState<'no' | 'busy' | 'failed'>('no');
  const values = profile && withoutRefused(profile);
  const name = values ? displayName(values) : '';

  async function signOut() {
    setSigningOut('busy');
    try {
      await onSignOut();
    } catch {
      setSigningOut('failed');
    }
  }

  return (
    <MenuButton
      label={name ? `Account of ${name}` : 'Account'}
      load={loadMenu}
      content={{ name, email, signingOut, onSignOut: () => void signOut() }}
    >
      <Avatar values={values} size="small" />
    </MenuButton>
  );
}
