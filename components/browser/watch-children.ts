/**
 * Calls `changed` whenever something is added to an element or removed from it, however deep. Returns what ends that.
 * Where the browser cannot watch, it is never called.
 */
export function watchChildren(element: Element, changed: () => void): () => void {
  if (typeof MutationObserver !== 'function') return () => undefined;
  const observer = new MutationObserver(changed);
  observer.observe(element, { childList: true, subtree: true });
  return () => observer.disconnect();
}
