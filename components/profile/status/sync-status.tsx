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
import { inWords, type SyncState } from './sync-state';
import { useNow } from './use-now';

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
  unchecked: { Icon: Cloud, color: 'text-soft' },
  waiting: { Icon: Clock, color: 'text-waiting' },
  committed: { Icon: CircleCheck, color: 'text-soft' },
  reconnecting: { Icon: LoaderCircle, color: 'text-waiting', motion: 'animate-spin' },
  direct: { Icon: CloudOff, color: 'text-waiting' },
  mirror: { Icon: CloudOff, color: 'text-waiting' },
  confirmed: { Icon: CircleCheck, color: 'text-accent' },
};

/** From when on the length of a wait is shown, in ms. */
const LONG_MS = 5_000;

interface SyncStatusProps {
  state: SyncState;
  /** since when something has been pending, null where nothing is; and when the profile was last read; ms since 1970 */
  since: { pending: number | null; read: number };
  children?: ReactNode;
}

/** The state of the profile's saves, in words. Only the words are announced; the running time is not. */
export function SyncStatus({ state, since, children }: SyncStatusProps) {
  const began = state.kind === 'waiting' ? since.pending : state.kind === 'reconnecting' ? since.read : null;
  const now = useNow(began !== null);
  const passed = began !== null && now !== null ? now - began : 0;
  const { Icon, color, motion = '' } = symbols[state.kind];
  return (
    <div className="flex min-w-0 items-start gap-2.5" data-sync={state.kind}>
      <Icon aria-hidden className={`mt-0.5 size-4 shrink-0 ${color} ${motion}`} />
      <div className="min-w-0 leading-5">
        <p role="status" className="flex flex-wrap gap-x-2 wrap-anywhere">
          <span className="font-medium text-ink">{state.title}</span>{' '}
          {state.detail && <span className="text-soft">{state.detail}</span>}
        </p>
        {children}
        {passed > LONG_MS && (
          <p className="text-[0.8125rem] text-soft">
            {state.kind === 'waiting'
              ? `For ${inWords(passed)} now. It is sent again by itself until Clerk has it.`
              : `Last checked ${inWords(passed)} ago.`}
          </p>
        )}
      </div>
    </div>
  );
}
