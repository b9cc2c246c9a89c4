import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useCallback, useSyncExternalStore } from 'react';
import type { Profile } from '@/lib/profile/model/profile';
import { isNewerVersion } from '@/lib/profile/model/query/newer-version';
import { profileQuery, saveKey } from '@/lib/profile/model/query/profile-query';
import type { LiveState } from './event-stream';
import { connectLive } from './live-connection';

/** The state of the live connection, and since when, in ms since 1970. */
export interface LiveConnection {
  state: LiveState;
  since: number;
}

/** The connection of one cache, for all who follow it. */
interface Followed {
  live: LiveConnection;
  followers: Set<() => void>;
  disconnect: () => void;
}

const connecting: LiveConnection = { state: 'connecting', since: 0 };
const followed = new WeakMap<QueryClient, Followed>();

/**
 * Refetches the profile when another device has changed it, and returns the state of the connection. All who follow a
 * profile in this page have one connection. A version that this page knows already is not fetched again. `userId`:
 * undefined while it is not known whose profile it is.
 */
export function useLiveProfile(userId: string | undefined): LiveConnection {
  const client = useQueryClient();
  const subscribe = useCallback(
    (changed: () => void) => (userId === undefined ? () => undefined : follow(client, userId, changed)),
    [client, userId],
  );
  return useSyncExternalStore(
    subscribe,
    () => followed.get(client)?.live ?? connecting,
    () => connecting,
  );
}

/** Calls `changed` at each change of the state, over the connection of the cache. Returns what ends that. */
function follow(client: QueryClient, userId: string, changed: () => void): () => void {
  const own: Followed = followed.get(client) ?? { live: connecting, followers: new Set(), disconnect: () => {} };
  own.followers.add(changed);
  if (!followed.has(client)) {
    followed.set(client, own);
    own.disconnect = connect(client, userId, (state) => {
      if (own.live.state === state) return;
      own.live = { state, since: Date.now() };
      own.followers.forEach((tell) => tell());
    });
  }
  return () => {
    own.followers.delete(changed);
    if (own.followers.size > 0) return;
    own.disconnect();
    followed.delete(client);
  };
}

function connect(client: QueryClient, userId: string, onState: (state: LiveState) => void): () => void {
  const { queryKey } = profileQuery;
  // The answer to a save on its way may bring the same version: what is announced meanwhile is checked afterwards.
  let announced: { version: string | null } | null = null; // null as the version: any may be newer
  const check = () => {
    if (announced === null || client.isMutating({ mutationKey: saveKey }) > 0) return;
    const { data, error } = client.getQueryState<Profile>(queryKey) ?? {};
    const isWorthReading = announced.version === null || !!error || isNewerVersion(announced.version, data);
    announced = null;
    if (isWorthReading) void client.invalidateQueries({ queryKey });
  };
  const announce = (version: string | null) => {
    announced = { version: announced?.version === null ? null : version };
    check();
  };
  const watching = client.getMutationCache().subscribe(() => void Promise.resolve().then(check));
  const disconnect = connectLive(userId, { onVersion: announce, onCheck: () => announce(null), onState });
  return () => {
    watching();
    disconnect();
  };
}
