'use client';

import { Menu } from '@base-ui/react/menu';
import { useQuery } from '@tanstack/react-query';
import { LogOut, Settings2 } from 'lucide-react';
import Link from 'next/link';
import { useRef, useState } from 'react';
import { PROFILE_PATH } from '@/lib/profile/model/form-names';
import { displayName } from '@/lib/profile/model/initials';
import { profileQuery } from '@/lib/profile/model/query/profile-query';
import { withoutRefused } from '@/lib/profile/model/without-refused';
import { Avatar } from './avatar';
import { menuPopup, menuRow, menuTrigger } from '@/components/ui/menu-styles';

interface UserMenuProps {
  /** null while it is unknown */
  email: string | null;
  onSignOut: () => void | Promise<void>;
}

/** The signed-in user's menu. An edit shows here as soon as it is sent, until it fails or Clerk refuses it. */
export function UserMenu({ email, onSignOut }: UserMenuProps) {
  const { data: profile } = useQuery(profileQuery);
  const [signingOut, setSigningOut] = useState<'no' | 'busy' | 'failed'>('no');
  // Opened in here, the menu stays within the page's header for those who navigate by landmarks.
  const place = useRef<HTMLDivElement>(null);
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
    <div ref={place}>
      <Menu.Root modal={false}>
        <Menu.Trigger aria-label={name ? `Account of ${name}` : 'Account'} className={menuTrigger}>
          <Avatar values={values} size="small" />
        </Menu.Trigger>
        <Menu.Portal container={place}>
          <Menu.Positioner sideOffset={6} align="end" className="z-20 outline-none">
            <Menu.Popup className={`${menuPopup} w-64`}>
              {(name || email) && (
                <div className="grid gap-0.5 px-2.5 pt-2 pb-2.5">
                  {name && (
                    <span dir="auto" className="truncate font-medium">
                      {name}
                    </span>
                  )}
                  {email && <span className="truncate text-[0.8125rem] text-soft">{email}</span>}
                </div>
              )}
              {(name || email) && <Menu.Separator className="mx-1 mb-1 h-px bg-line" />}
              <Menu.LinkItem closeOnClick render={<Link href={PROFILE_PATH} />} className={menuRow}>
                <Settings2 aria-hidden className="size-4 text-soft" strokeWidth={1.75} />
                Profile settings
              </Menu.LinkItem>
              <Menu.Item
                closeOnClick={false}
                disabled={signingOut === 'busy'}
                onClick={() => void signOut()}
                className={menuRow}
              >
                <LogOut aria-hidden className="size-4 text-soft" strokeWidth={1.75} />
                {signingOut === 'busy' ? 'Signing out…' : 'Sign out'}
              </Menu.Item>
              {signingOut === 'failed' && (
                <p role="alert" className="px-2.5 pt-1 pb-2 text-[0.8125rem] text-danger">
                  You’re still signed in: signing out failed. Try again.
                </p>
              )}
            </Menu.Popup>
          </Menu.Positioner>
        </Menu.Portal>
      </Menu.Root>
    </div>
  );
}
