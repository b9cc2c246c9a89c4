'use client';

import { createContext, useContext, type ReactNode } from 'react';
import { useLiveProfile, type LiveConnection } from './use-live-profile';

const Live = createContext<LiveConnection>({ state: 'connecting', since: 0 });

/** Returns the state of the live connection to the server. */
export const useLiveState = (): LiveConnection => useContext(Live);

/** Keeps the profile in step with other devices, for everything inside, once it is known whose it is. */
export function LiveProfile({ userId, children }: { userId: string | undefined; children: ReactNode }) {
  return <Live value={useLiveProfile(userId)}>{children}</Live>;
}
