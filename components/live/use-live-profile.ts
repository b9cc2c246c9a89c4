import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { Profile } from '@/lib/profile/model/profile';
import { isNewerVersion } from '@/lib/profile/model/newer-version';
import { profileQuery, saveKey } from '@/lib/profile/model/profile-query';
import { connectLive, type LiveState } from './live-connection';

/** What the connection is good for, and since when, ms since 1970. */
export interface Live {
  state: LiveState;
  since: number;
}

/**
 * Has every reader of the profile follow what other devices do, as long as it is used, and gives what the connection is
 * good for. `userId` is one name for all tabs of one person. What this tab knows already is not asked for again.
 */
export function useLiveProfile(userId: string): Live {
  const client = useQueryClient();
  const [live, setLive] = useState<Live>({ state: 'connecting', since: 0 });

  useEffect(() => {
    const { queryKey } = profileQuery;
    // The answer to a save on its way may tell the same news: what is heard meanwhile is looked at afterwards.
    let heard: { version: string | null } | null = null;
    const look = () => {
      if (heard === null || client.isMutating({ mutationKey: saveKey }) > 0) return;
      const { data, error } = client.getQueryState<Profile>(queryKey) ?? {};
      const isWorthAsking = heard.version === null || !!error || isNewerVersion(heard.version, data);
      heard = null;
      if (isWorthAsking) void client.invalidateQueries({ queryKey });
    };
    const hear = (version: string | null) => {
      heard = { version: heard?.version === null ? null : version };
      look();
    };
    const onState = (state: LiveState) => setLive((now) => (now.state === state ? now : { state, since: Date.now() }));
    const watching = client.getMutationCache().subscribe(() => queueMicrotask(look));
    const disconnect = connectLive(userId, { onVersion: hear, onCheck: () => hear(null), onState });
    return () => {
      watching();
      disconnect();
    };
  }, [client, userId]);

  return live;
}
