import { useEffect, type RefObject } from 'react';
import { watchChildren } from '@/components/browser/watch-children';
import { focusableIn } from '@/components/profile/kinds/field-focus';

/**
 * Keeps focus in `root` when the element that has it is removed, as a button that has done its work: the control of its
 * field gets it, or else the state of the saves. The browser would leave it nowhere, and the next Tab at the top.
 */
export function useKeepFocus(root: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const within = root.current;
    if (!within) return;
    let last: { element: Element; field: Element | null } | null = null;
    const entered = ({ target }: FocusEvent) => {
      if (target instanceof Element) last = { element: target, field: target.closest('[data-field]') };
    };
    const left = ({ target }: FocusEvent) => {
      void Promise.resolve().then(() => {
        if (last?.element === target && last.element.isConnected) last = null; // somebody has gone elsewhere
      });
    };
    const unwatch = watchChildren(within, () => {
      if (!last || last.element.isConnected || document.activeElement !== document.body) return;
      const field = last.field?.isConnected ? last.field : null;
      last = null;
      ((field && focusableIn(field)) ?? within.querySelector<HTMLElement>('[data-sync]'))?.focus({
        preventScroll: true,
      });
    });
    within.addEventListener('focusin', entered);
    within.addEventListener('focusout', left);
    return () => {
      within.removeEventListener('focusin', entered);
      within.removeEventListener('focusout', left);
      unwatch();
    };
  }, [root]);
}
