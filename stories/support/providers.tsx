import type { ReactNode } from 'react';
import { LiveProfile } from '@/components/live/live-profile';
import { QueryProvider } from '@/components/profile/query-provider';
import { USER } from './server';

/** What every part of a page stands in. */
export const Providers = ({ children }: { children: ReactNode }) => (
  <QueryProvider userId={USER} withRenewal={(ask) => ask()}>
    <LiveProfile userId={USER}>{children}</LiveProfile>
  </QueryProvider>
);
