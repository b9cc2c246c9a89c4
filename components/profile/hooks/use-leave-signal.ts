import { useCallback, useEffect, useRef } from 'react';

/** Returns what reads the signal that aborts once the component leaves the page. */
export function useLeaveSignal(): () => AbortSignal {
  const leaving = useRef<AbortController>(undefined);
  useEffect(() => {
    const own = (leaving.current = new AbortController());
    return () => own.abort();
  }, []);
  return useCallback(() => (leaving.current ??= new AbortController()).signal, []);
}
