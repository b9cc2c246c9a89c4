import { useEffect, useEffectEvent } from 'react';

let isLeavingAgreed = false;

/** Has this page not ask any more, or ask again: the user has agreed to lose what would be lost. */
export const agreeToLeave = (agreed = true): void => void (isLeavingAgreed = agreed);

/** Makes the browser ask before the page is left, if leaving would then lose something. */
export function useLeaveGuard(wouldLose: () => boolean) {
  const isAsked = useEffectEvent(() => !isLeavingAgreed && wouldLose());
  useEffect(() => {
    isLeavingAgreed = false;
    const ask = (event: BeforeUnloadEvent) => {
      if (isAsked()) event.preventDefault();
    };
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, []);
}
