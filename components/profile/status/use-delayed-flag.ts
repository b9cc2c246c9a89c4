import { useEffect, useState } from 'react';

/** What passes quicker than this only flickers, in ms. */
const NOTICEABLE_MS = 300;

/** Returns true once the same `occasion` has lasted for `NOTICEABLE_MS`; null is no occasion. */
export function useDelayedFlag(occasion: string | number | null): boolean {
  const [lasted, setLasted] = useState<string | number | null>(null);
  useEffect(() => {
    if (occasion === null) return;
    const timer = setTimeout(() => setLasted(occasion), NOTICEABLE_MS);
    return () => clearTimeout(timer);
  }, [occasion]);
  return occasion !== null && lasted === occasion;
}
