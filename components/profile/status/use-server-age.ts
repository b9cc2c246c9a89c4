import { useSyncExternalStore } from 'react';
import { serverNow, sinceLastAnswer } from '@/lib/profile/model/query/server-clock';

const everySecond = (tick: () => void) => {
  const timer = setInterval(tick, 1000);
  return () => clearInterval(timer);
};
const never = () => () => undefined;
const inWholeSeconds = (ms: number | null): number | null => ms && Math.floor(ms / 1000) * 1000;

const useAge = (age: () => number | null, isNeeded: boolean): number | null =>
  useSyncExternalStore(
    isNeeded ? everySecond : never,
    () => (isNeeded ? inWholeSeconds(age()) : null),
    () => null,
  );

/** Returns how many ms ago something began (ISO 8601, by the server's clock); null if it did not, or is not known. */
export const useServerAge = (began: string | null): number | null =>
  useAge(() => {
    const now = serverNow();
    return began === null || now === null ? null : now - Date.parse(began);
  }, began !== null);

/** Returns how many ms ago the server last answered; null where that is not needed, or it never did. */
export const useSinceLastAnswer = (isNeeded: boolean): number | null => useAge(sinceLastAnswer, isNeeded);
