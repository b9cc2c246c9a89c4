import { useEffect, useState } from 'react';

/** A field as the page's HTML brought it, before the page's script ran. */
interface EarlyField {
  element: Element;
  /** what had the focus in it when the script first drew the page */
  focused: Element | null;
}

let isPageAlive = false;

/**
 * Returns the field of the page's HTML that somebody may have typed in before the script ran, or null. Where hydration
 * succeeds it is the field itself. Where it fails, since an extension has changed the page meanwhile, React draws the
 * page anew and removes this one; what was typed is then in here only, up to the last key. Held from the drawing on:
 * at the first effect the HTML is gone already.
 */
export function useEarlyField(name: string): EarlyField | null {
  const [early] = useState(() => findEarlyField(name));
  useEffect(() => {
    isPageAlive = true; // what is drawn from now on has nothing before it
  }, []);
  return early;
}

function findEarlyField(name: string): EarlyField | null {
  if (typeof document === 'undefined' || isPageAlive) return null;
  const element = document.querySelector(`[data-field="${name}"]`);
  const { activeElement } = document;
  return element && { element, focused: element.contains(activeElement) ? activeElement : null };
}
