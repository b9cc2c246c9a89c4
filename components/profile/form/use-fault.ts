import { useState } from 'react';

const FAULT =
  'Something on this page went wrong, so what you just did may not have happened. ' +
  'Your edit is still here; reload the page and try again.';

/**
 * Reports an error in an event handler to the user: wrap the handler's work in `guarded`. `fault` is then what to say,
 * and null before. React alone would leave the page as it is, as if the press had done its work. The error is still
 * reported where the browser reports all others.
 */
export function useFault() {
  const [fault, setFault] = useState<string | null>(null);
  const guarded = (work: () => void): void => {
    try {
      work();
    } catch (error) {
      setFault(FAULT);
      reportError(error);
    }
  };
  return { fault, guarded };
}
