import { useSyncExternalStore } from 'react';

const everySecond = (tick: () => void) => {
  const timer = setInterval(tick, 1000);
  return () => clearInterval(timer);
};
const never = () => () => undefined;
const thisSecond = () => Math.floor(Date.now() / 1000) * 1000;

/** Returns the time in ms since 1970, once a second while it is `needed`; null on the server, whose clock is another. */
export const useNow = (needed: boolean): number | null =>
  useSyncExternalStore(needed ? everySecond : never, thisSecond, () => null);
