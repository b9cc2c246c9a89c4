const PROBE = 'perdure:probe';

/** Returns true if this browser keeps what is typed until the page is opened again. */
export function keepsTyped(): boolean {
  try {
    localStorage.setItem(PROBE, PROBE);
    localStorage.removeItem(PROBE);
    return true;
  } catch {
    return false; // switched off, refused or full
  }
}
