import { useEffect, useState, type RefObject } from 'react';
import { watchChildren } from '@/components/browser/watch-children';

/** How long a form may take to appear before something is said about it, in ms. */
const LATE_MS = 5_000;

/** Returns true while `box` has had no control in it for five seconds; false as soon as one appears. */
export function useIsLate(box: RefObject<HTMLElement | null>): boolean {
  const [isLate, setIsLate] = useState(false);
  useEffect(() => {
    if (!box.current) return;
    const look = () => setIsLate(box.current?.querySelector('input, button, a, [role=status]') == null);
    let unwatch = () => {};
    const timer = setTimeout(() => {
      look();
      if (box.current) unwatch = watchChildren(box.current, look);
    }, LATE_MS);
    return () => {
      clearTimeout(timer);
      unwatch();
    };
  }, [box]);
  return isLate;
}
