/** What the open pages of one browser notify each other of. */
type Topic = 'which pages are open' | 'page is open' | 'signed out';

const keyOf = (topic: Topic): string => `perdure:message:${topic}`;

/**
 * Notifies this browser's other open pages, through the storage that also holds the drafts: where there is a draft,
 * there is a way to say something of it. Without that storage nobody is notified.
 */
export function notifyPages(topic: Topic, text: string): void {
  try {
    localStorage.setItem(keyOf(topic), text);
    localStorage.removeItem(keyOf(topic));
  } catch {
    return; // nothing is kept in this browser, so that there is nothing to say of it
  }
}

/** Calls `heard` with what other open pages say of a topic. Returns what ends that. */
export function onPageMessage(topic: Topic, heard: (text: string) => void): () => void {
  const listen = ({ key, newValue }: StorageEvent) => {
    if (key === keyOf(topic) && newValue !== null) heard(newValue);
  };
  window.addEventListener('storage', listen);
  return () => window.removeEventListener('storage', listen);
}
