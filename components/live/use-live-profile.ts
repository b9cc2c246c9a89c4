import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
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

/**
 * Refetches the profile when another device has changed it, and returns the state of the connection. A version that
 * this tab knows already is not fetched again.
 */
export function useLiveProfile(userId: string): LiveConnection {
  const client = useQueryClient();
  const [live, setLive] = useState<LiveConnection>({ state: 'connecting', since: 0 });

  useEffect(() => {
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
    const onState = (state: LiveState) => setLive((now) => (now.state === state ? now : { state, since: Date.now() }));
    const watching = client.getMutationCache().subscribe(() => void Promise.resolve().then(check));
    const disconnect = connectLive(userId, { onVersion: announce, onCheck: () => announce(null), onState });
    return () => {
      watching();
      disconnect();
    };
  }, [client, userId]);

  return live;
}
