import { useEffect } from 'react';

/**
 * Keeps the style property `--keyboard` of the document at the height in px that a phone's keyboard covers of it. Most
 * browsers shrink the page instead, as this app's viewport asks them to: there it is 0.
 */
export function useKeyboardInset(): void {
  useEffect(() => {
    const view = window.visualViewport;
    if (!view) return;
    const update = () => {
      const covered =
        view.scale > 1.01 ? 0 : Math.max(0, Math.round(window.innerHeight - view.height - view.offsetTop));
      document.documentElement.style.setProperty('--keyboard', `${covered}px`);
    };
    view.addEventListener('resize', update);
    view.addEventListener('scroll', update);
    return () => {
      view.removeEventListener('resize', update);
      view.removeEventListener('scroll', update);
      document.documentElement.style.removeProperty('--keyboard');
    };
  }, []);
}
