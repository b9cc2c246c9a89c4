import { useSyncExternalStore } from 'react';

const everySecond = (tick: () => void) => {
  const timer = setInterval(tick, 1000);
  return () => clearInterval(timer);
};
const never = () => () => undefined;
const thisSecond = () => Math.floor(Date.now() / 1000) * 1000;

/** Returns the time in ms since 1970, each second while it is `needed`; null on the server, which has another clock. */
export const useNow = (needed: boolean): number | null =>
  useSyncExternalStore(needed ? everySecond : never, thisSecond, () => null);
