import { useEffect, type RefObject } from 'react';

/**
 * Keeps the style property `--keyboard` of a form at the height in px that a phone's keyboard covers of what it scrolls
 * in: the page, or a box such as a dialog. Most browsers shrink the page instead, as this app's viewport asks them to:
 * there it is 0.
 */
export function useKeyboardInset(form: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const view = window.visualViewport;
    const element = form.current;
    if (!view || !element) return;
    const update = () => {
      const foot = scrollerOf(element)?.getBoundingClientRect().bottom ?? window.innerHeight;
      const covered = view.scale > 1.01 ? 0 : Math.max(0, Math.round(foot - view.height - view.offsetTop));
      element.style.setProperty('--keyboard', `${covered}px`);
    };
    view.addEventListener('resize', update);
    view.addEventListener('scroll', update);
    return () => {
      view.removeEventListener('resize', update);
      view.removeEventListener('scroll', update);
      element.style.removeProperty('--keyboard');
    };
  }, [form]);
}

/** Returns the nearest box around an element that scrolls up and down; null where only the page does. */
function scrollerOf(element: Element): Element | null {
  for (let box = element.parentElement; box && box !== document.body; box = box.parentElement)
    if (['auto', 'scroll'].includes(getComputedStyle(box).overflowY)) return box;
  return null;
}
