import { useState } from 'react';

const FAULT =
  'Something on this page went wrong, so what you just did may not have happened. Your edit is still here; reload the page and try again.';

/**
 * Does what an event handler is to do, so that an error in it reaches the person: `fault` is then what to say, and null
 * before. React by itself would leave the page as it is, as if the press had done its work. The error is still reported
 * where the browser reports all others.
 */
export function useAttempt() {
  const [fault, setFault] = useState<string | null>(null);
  const attempt = (work: () => void): void => {
    try {
      work();
    } catch (error) {
      setFault(FAULT);
      reportError(error);
    }
  };
  return { fault, attempt };
}
