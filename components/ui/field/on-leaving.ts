import type { FocusEvent } from 'react';

/** Returns a blur handler that runs `onLeave` when focus leaves the whole element, and not within it. */
export const onLeaving = (onLeave: () => void) => (event: FocusEvent) => {
  if (!event.currentTarget.contains(event.relatedTarget)) onLeave();
};
