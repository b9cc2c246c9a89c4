import { useEffect, useState, type RefObject } from 'react';

/** How long a form may take to appear before something is said about it, in ms. */
const LATE_MS = 5_000;

/** Returns true while `box` has had no control in it for five seconds; false as soon as one appears. */
export function useIsLate(box: RefObject<HTMLElement | null>): boolean {
  const [isLate, setIsLate] = useState(false);
  useEffect(() => {
    if (!box.current) return;
    const look = () => setIsLate(box.current?.querySelector('input, button, a, [role=status]') == null);
    const observer = new MutationObserver(look);
    const timer = setTimeout(() => {
      look();
      if (box.current) observer.observe(box.current, { childList: true, subtree: true });
    }, LATE_MS);
    return () => {
      clearTimeout(timer);
      observer.disconnect();
    };
  }, [box]);
  return isLate;
}
