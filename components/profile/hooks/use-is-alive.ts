import { useSyncExternalStore } from 'react';

const never = () => () => undefined;

/** True once this page's script answers; false on the server, and until the page has been taken over from there. */
export const useIsAlive = (): boolean =>
  useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
