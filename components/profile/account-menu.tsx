import { Menu } from '@base-ui/react/menu';
import { LogOut, Settings2 } from 'lucide-react';
import { PROFILE_PATH } from '@/lib/profile/model/form-names';
import type { MenuProps } from '@/components/ui/menu-button';
import { useTexts } from '@/components/texts/texts-provider';
import { MenuPopup } from '@/components/ui/menu-popup';
import { menuRow } from '@/components/ui/menu-styles';

/** Who is signed in, and how signing out goes. */
export interface Account {
  name: string;
  /** null while it is unknown */
  email: string | null;
  signingOut: 'no' | 'asking' | 'busy' | 'failed';
  /** why signing out has failed, if it has; it is announced elsewhere, since a menu may hold no alert */
  failure: string | null;
  onSignOut: () => void;
}

/** The signed-in person's menu. */
export function AccountMenu({ name, email, signingOut, failure, onSignOut, ...menu }: MenuProps & Account) {
  const { t } = useTexts();
  return (
    <MenuPopup {...menu} className="w-64">
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
      <Menu.LinkItem closeOnClick render={<a href={PROFILE_PATH} />} className={menuRow}>
        <Settings2 aria-hidden className="size-4 text-soft" strokeWidth={1.75} />
        {t('site.profileSettings')}
      </Menu.LinkItem>
      <Menu.Item closeOnClick={false} disabled={signingOut === 'busy'} onClick={onSignOut} className={menuRow}>
        <LogOut aria-hidden className="size-4 text-soft" strokeWidth={1.75} />
        {signingOut === 'busy' ? t('site.signingOut') : t('site.signOut')}
      </Menu.Item>
      {failure && <span className="block px-2.5 pt-1 pb-2 text-[0.8125rem] text-danger">{failure}</span>}
    </MenuPopup>
  );
}
