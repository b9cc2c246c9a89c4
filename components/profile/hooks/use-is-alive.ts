import { useSyncExternalStore } from 'react';

const never = () => () => undefined;

/** Returns true once this page's script runs; false on the server, and until hydration. */
export const useIsAlive = (): boolean =>
  useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
