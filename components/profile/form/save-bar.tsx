import { savedBy } from '@/lib/profile/sections';
import { useLiveState } from '@/components/live/live-profile';
import { useIsAlive } from '@/components/profile/hooks/use-is-alive';
import type { SyncState } from '@/components/profile/status/sync-state';
import { SyncStatus } from '@/components/profile/status/sync-status';
import { TechnicalDetails } from '@/components/profile/status/technical-details';
import { signInPath } from '@/lib/profile/model/form-names';
import type { TechnicalFacts } from '@/lib/profile/words/technical-words';
import { useTexts } from '@/components/texts/texts-provider';
import { Button, linkButton } from '@/components/ui/button';

interface SaveBarProps {
  /** the path of the page that the form is on */
  path: string;
  sync: SyncState;
  /** a notice says why */
  isExplained: boolean;
  technical: TechnicalFacts;
  isSaving: boolean;
  hasChanges: boolean;
  onRead: () => void;
  onSendOthers: () => void;
}

/** The foot of the form: the state of the profile's saves, what can be done about it, and the form's two buttons. */
export function SaveBar({ sync, isExplained, technical, hasChanges, ...statusActions }: SaveBarProps) {
  const { t } = useTexts();
  const alive = useIsAlive();
  const nothing = alive && !hasChanges && t('form.noChanges');
  return (
    <div
      className={
        // in sight wherever one types, also above a phone's keyboard; on a screen as low as a magnified one, it is not
        'grid grid-cols-[1fr_auto] gap-x-6 gap-y-3 border-t border-line bg-surface px-5 py-3 @xl/form:gap-y-0.5 ' +
        '@xl/form:py-4 @2xl/form:px-6 tall:not-has-[details[open]]:sticky tall:bottom-(--keyboard,0px) tall:z-5 ' +
        'print:hidden'
      }
    >
      <SyncStatus
        state={sync}
        pendingSince={technical.profile.pendingSince}
        isExplained={isExplained}
        action={<StatusAction sync={sync} {...statusActions} />}
      />
      <div
        className={
          'col-span-2 grid shrink-0 grid-cols-2 gap-2 self-start @xl/form:col-span-1 @xl/form:row-span-2 ' +
          '@xl/form:flex'
        }
        onMouseDown={(event) => event.preventDefault()}
      >
        <Button variant="ghost" type="reset" unavailable={nothing}>
          {t('form.reset')}
        </Button>
        {savedBy === 'page' && (
          <Button
            variant="primary"
            type="submit"
            unavailable={nothing}
            className={`@xl/form:min-w-20 ${alive ? '' : 'before-script'}`}
          >
            {sync.kind === 'saving' ? t('form.saving') : t('form.save')}
          </Button>
        )}
      </div>
      <TechnicalDetails {...technical} />
    </div>
  );
}

type StatusActionProps = Pick<SaveBarProps, 'path' | 'sync' | 'isSaving' | 'onRead' | 'onSendOthers'>;

/** What can be done about a state, or what else there is to say of it. */
function StatusAction({ path, sync, isSaving, onRead, onSendOthers }: StatusActionProps) {
  const { t } = useTexts();
  const live = useLiveState();
  switch (sync.kind) {
    case 'read failed':
      return sync.lasting ? null : <LinkButton onClick={onRead}>{t('form.retry')}</LinkButton>;
    case 'held':
      return isSaving ? null : <LinkButton onClick={onSendOthers}>{t('form.sendNow')}</LinkButton>;
    case 'somebody else':
      return <LinkButton onClick={() => window.location.reload()}>{t('site.reload')}</LinkButton>;
    case 'signed out':
      return (
        <a href={signInPath(path)} target="_blank" rel="noreferrer" className={linkButton}>
          {t('site.signIn')} <span className="sr-only">{t('site.opensNewTab')}</span>
        </a>
      );
    case 'confirmed':
    case 'welcome':
      return live.state === 'none' ? <p className="text-[0.8125rem] text-soft">{t('form.pollsOnly')}</p> : null;
    default:
      return null;
  }
}

function LinkButton({ onClick, children }: { onClick: () => void; children: string }) {
  return (
    <Button variant="link" size="inline" onClick={onClick}>
      {children}
    </Button>
  );
}
