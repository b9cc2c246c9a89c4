'use client';

import { useRouter } from 'next/navigation';
import { useEffect } from 'react';
import { SESSION_PATH } from '@/lib/profile/model/form-names';

/** How often the people on a page that is in sight are read again, in ms. */
const EVERY_MS = 30_000;
/** The shortest time between two of these, in ms: somebody may go back and forth between two windows. */
const SOONEST_MS = 5_000;

/** Where the server gives no answer, a refresh would leave the page for the browser's own about that. */
const canBeReached = (): Promise<boolean> =>
  fetch(SESSION_PATH, { cache: 'no-store' }).then(
    ({ ok }) => ok,
    () => false,
  );

/**
 * Has the server make this page again, so that people on it are shown as they are now: every half a minute while it is
 * in sight, and when it comes into sight again. What is typed and open on it stays. Once on a page is enough.
 */
export function LivePeople() {
  const router = useRouter();
  useEffect(() => {
    let last = performance.now();
    const refresh = () => {
      if (document.visibilityState !== 'visible' || performance.now() - last < SOONEST_MS) return;
      last = performance.now();
      void canBeReached().then((isReachable) => isReachable && router.refresh());
    };
    const timer = setInterval(refresh, EVERY_MS);
    document.addEventListener('visibilitychange', refresh);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', refresh);
    };
  }, [router]);
  return null;
}
