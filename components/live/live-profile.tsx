'use client';

import { createContext, useContext, type ReactNode } from 'react';
import { useLiveProfile, type Live as LiveNow } from './use-live-profile';

const Live = createContext<LiveNow>({ state: 'connecting', since: 0 });

/** What the connection to the server is good for now. */
export const useLiveState = (): LiveNow => useContext(Live);

/** Everything inside follows what other devices do to this person's profile. */
export function LiveProfile({ userId, children }: { userId: string; children: ReactNode }) {
  return <Live value={useLiveProfile(userId)}>{children}</Live>;
}
