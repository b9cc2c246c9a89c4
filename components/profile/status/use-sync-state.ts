import { useEffectEvent, useLayoutEffect, useState, useSyncExternalStore } from 'react';
import { serverNow } from '@/lib/profile/model/query/server-clock';
import type { Profile } from '@/lib/profile/model/profile';
import { useLiveState } from '@/components/live/live-profile';
import { createPacer, type Wish } from './pacer';
import { meanwhileState, syncState, type SyncFacts, type SyncState } from './sync-state';

interface SyncOptions extends Omit<SyncFacts, 'save' | 'isPendingLong' | 'reconnecting'> {
  isSaving: boolean;
  /** a save waits to be sent, in this page or in this browser whatever happens to the page; null if none does */
  heldBack: 'held' | 'kept' | null;
}

/** Returns the state of the profile's saves. What passes within a moment is not mentioned. */
export function useSyncState({ isSaving, heldBack, ...known }: SyncOptions): SyncState {
  const live = useLiveState();
  const facts: SyncFacts = {
    ...known,
    save: heldBack ?? (isSaving ? 'under way' : 'none'),
    isPendingLong: true,
    reconnecting: live.state === 'reconnecting',
  };
  const wish = { state: syncState(facts), meanwhile: meanwhileState(facts), period: periodOf(known.profile) };
  return usePaced({ ...wish, hasLasted: false }, known.profile.pendingSince);
}

const periodOf = ({ pending, pendingSince, revision }: Profile): string | null =>
  pending.length > 0 ? `${revision} ${pendingSince}` : null;

/** A save that has been pending for longer than this was waiting before the page was opened, in ms. */
const WAITING_BEFORE_MS = 5_000;

const isWait = ({ kind }: SyncState): boolean => kind === 'waiting' || kind === 'refused in part';

/** Returns what to show of what is wished, each state for as long as it takes to read. */
function usePaced(wish: Wish, pendingSince: string | null): SyncState {
  const [pacer] = useState(() => createPacer(wish));
  const tell = useEffectEvent(() => {
    const now = serverNow();
    const age = pendingSince === null || now === null ? 0 : now - Date.parse(pendingSince);
    pacer.wish({ ...wish, hasLasted: isWait(wish.state) && age > WAITING_BEFORE_MS });
  });
  const { state, meanwhile, period } = wish;
  const said = JSON.stringify([state, meanwhile, period]);
  useLayoutEffect(() => tell(), [said]); // before the browser draws: nothing untrue is ever seen
  return useSyncExternalStore(pacer.subscribe, pacer.shown, pacer.shown);
}
