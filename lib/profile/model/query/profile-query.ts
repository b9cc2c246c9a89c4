import { queryOptions } from '@tanstack/react-query';
import { fetchProfile } from './fetch-profile';
import { newestProfile } from './newest-profile';
import type { Profile } from '@/lib/profile/model/profile';

const queryKey = ['profile'] as const;

/** The key of every mutation that is a save. */
export const saveKey = ['profile', 'save'] as const;

/** The signed-in user's profile, for React Query: one key and one reader for every component. */
export const profileQuery = queryOptions({
  queryKey,
  queryFn: async ({ client, meta, signal }) => {
    const before = client.getQueryData<Profile>(queryKey);
    const read = await fetchProfile(client, meta ?? {}, signal);
    return newestProfile({ before, now: client.getQueryData(queryKey), read });
  },
  staleTime: 0,
  refetchOnWindowFocus: 'always',
  networkMode: 'always', // a browser can be wrong about its network for good
});
