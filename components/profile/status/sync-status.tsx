import {
  CircleAlert,
  CircleCheck,
  CircleDot,
  Clock,
  Cloud,
  CloudOff,
  LoaderCircle,
  LogOut,
  UserRound,
  type LucideIcon,
} from 'lucide-react';
import type { ReactNode } from 'react';
import { durationInWords } from '@/lib/profile/words/page-words';
import { useTexts } from '@/components/texts/texts-provider';
import type { SyncState } from './sync-state';
import { useServerAge, useSinceLastAnswer } from './use-server-age';

const symbols: Record<SyncState['kind'], { Icon: LucideIcon; color: string; motion?: string }> = {
  saving: { Icon: LoaderCircle, color: 'text-soft', motion: 'animate-spin' },
  held: { Icon: CloudOff, color: 'text-waiting' },
  failed: { Icon: CircleAlert, color: 'text-danger' },
  unsaved: { Icon: CircleDot, color: 'text-soft' },
  offline: { Icon: CloudOff, color: 'text-waiting' },
  'signed out': { Icon: LogOut, color: 'text-waiting' },
  'somebody else': { Icon: UserRound, color: 'text-waiting' },
  'read failed': { Icon: CloudOff, color: 'text-waiting' },
  refused: { Icon: CircleAlert, color: 'text-danger' },
  'refused in part': { Icon: CircleAlert, color: 'text-danger' },
  gone: { Icon: CircleAlert, color: 'text-danger' },
  unchecked: { Icon: Cloud, color: 'text-soft' },
  waiting: { Icon: Clock, color: 'text-waiting' },
  committed: { Icon: CircleCheck, color: 'text-soft' },
  reconnecting: { Icon: LoaderCircle, color: 'text-waiting', motion: 'animate-spin' },
  direct: { Icon: CloudOff, color: 'text-waiting' },
  mirror: { Icon: CloudOff, color: 'text-waiting' },
  confirmed: { Icon: CircleCheck, color: 'text-accent' },
  welcome: { Icon: UserRound, color: 'text-soft' },
};

/** From when on the length of a wait is shown, in ms. */
const LONG_MS = 5_000;

interface SyncStatusProps {
  state: SyncState;
  /** since when something has been pending, ISO 8601 by the server's clock; null where nothing is */
  pendingSince: string | null;
  /** a message that is announced by itself says why: the state is then not announced too */
  isExplained: boolean;
  /** what can be done about the state */
  action: ReactNode;
}

/** The state of the profile's saves, in words. Only the words are announced; the running time is not. */
export function SyncStatus({ state, pendingSince, isExplained, action }: SyncStatusProps) {
  const { say } = useTexts();
  const { Icon, color, motion = '' } = symbols[state.kind];
  return (
    <div className="flex min-w-0 items-start gap-2.5 @xl/form:pt-2" data-sync={state.kind} tabIndex={-1}>
      <Icon aria-hidden className={`mt-0.5 size-4 shrink-0 ${color} ${motion}`} />
      <div className="grid min-w-0 justify-items-start gap-0.5 leading-5">
        <p role="status" aria-live={isExplained ? 'off' : undefined} className="flex flex-wrap gap-x-2 wrap-anywhere">
          <span className="font-medium text-ink">{say(state.title)}</span>{' '}
          {state.detail && <span className="text-soft">{say(state.detail)}</span>}
        </p>
        <Passed state={state} pendingSince={pendingSince} />
        {action}
      </div>
    </div>
  );
}

/** How long it has been so, once that is long. */
function Passed({ state: { kind, lasting }, pendingSince }: Pick<SyncStatusProps, 'state' | 'pendingSince'>) {
  const { t } = useTexts();
  const isWaiting = kind === 'waiting' && !lasting;
  const waited = useServerAge(isWaiting ? pendingSince : null);
  const unheard = useSinceLastAnswer(kind === 'reconnecting');
  const passed = isWaiting ? waited : unheard;
  if (passed === null || passed <= LONG_MS) return null;
  const time = durationInWords(passed);
  return (
    <p className="text-[0.8125rem] text-soft">
      {isWaiting ? t('form.waitingFor', { time }) : t('form.lastChecked', { time })}
    </p>
  );
}
