import { useEffect, useRef, type FormEvent, type RefObject } from 'react';

/** How long a submit waits for the frame, in ms. */
const MAX_WAIT_MS = 8_000;

/**
 * Returns a form's `onSubmit` that holds the submit back until `frame` has loaded: leaving the page before would end
 * what the frame does.
 */
export function useSubmitOnceLoaded(frame: RefObject<HTMLIFrameElement | null>) {
  const isLoaded = useRef(false);
  const held = useRef<HTMLFormElement>(null);
  useEffect(() => {
    const element = frame.current;
    const loaded = () => {
      isLoaded.current = true;
      held.current?.requestSubmit();
      held.current = null;
    };
    const { URL: url, readyState } = element?.contentDocument ?? {};
    if (readyState === 'complete' && url !== 'about:blank') return loaded(); // before this script ran
    const timer = setTimeout(loaded, MAX_WAIT_MS);
    element?.addEventListener('load', loaded);
    return () => {
      clearTimeout(timer);
      element?.removeEventListener('load', loaded);
    };
  }, [frame]);
  return (event: FormEvent<HTMLFormElement>): void => {
    if (isLoaded.current) return;
    event.preventDefault();
    held.current = event.currentTarget;
  };
}
