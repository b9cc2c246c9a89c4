'use client';

import { createContext, useContext, type ReactNode } from 'react';
import type { LiveState } from './live-connection';
import { useLiveProfile } from './use-live-profile';

const Live = createContext<LiveState>('connecting');

/** What the connection to the server is good for now. */
export const useLiveState = (): LiveState => useContext(Live);

/** Everything inside follows what other devices do to this person's profile. */
export function LiveProfile({ person, children }: { person: string; children: ReactNode }) {
  return <Live value={useLiveProfile(person)}>{children}</Live>;
}
