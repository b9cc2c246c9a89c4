import type { Profile } from '@/lib/profile/model/profile';
import { useLiveState } from '@/components/live/live-profile';
import { syncState, type SyncFacts, type SyncState } from './sync-state';
import { useDelayedFlag } from './use-delayed-flag';

interface SyncOptions extends Pick<SyncFacts, 'profile' | 'unsaved' | 'others' | 'failed' | 'online' | 'readError'> {
  /** the save that is on its way, and since when, ms since 1970; null if there is none */
  savingSince: number | null;
  /** a save waits to be sent, in this page or in this browser whatever happens to the page; null if none does */
  heldBack: 'held' | 'kept' | null;
}

/** Returns the state of the profile's saves. What passes within a moment is not mentioned. */
export function useSyncState({ savingSince, heldBack, ...facts }: SyncOptions): SyncState {
  const live = useLiveState();
  const lasts = useDelayedFlag(savingSince) && savingSince !== null;
  return syncState({
    ...facts,
    save: heldBack ?? (lasts ? 'under way' : savingSince !== null ? 'just sent' : 'none'),
    isPendingLong: useDelayedFlag(pendingSince(facts.profile)),
    reconnecting: useDelayedFlag(live.state === 'reconnecting' ? live.since : null),
  });
}

const pendingSince = ({ pending, pendingSince: since }: Profile): string | null => (pending.length > 0 ? since : null);
