const KEY = 'perdure:returned';
const RELOADED_KEY = 'perdure:reloaded';

/**
 * Notes in this tab that the sign-in page leads back by itself. Returns false if it has done so since the profile was
 * last shown, or if this browser keeps no such note: a second time it would lead in a circle.
 */
export function noteReturn(): boolean {
  try {
    if (sessionStorage.getItem(KEY) !== null) return false;
    sessionStorage.setItem(KEY, 'yes');
    return true;
  } catch {
    return false; // this browser keeps nothing
  }
}

/** Forgets that the sign-in page has led back: the profile is shown. */
export function forgetReturn(): void {
  try {
    sessionStorage.removeItem(KEY);
  } catch {
    return; // this browser keeps nothing
  }
}

/** How long after a reload for the same reason there is no other, in ms. */
const RELOAD_PAUSE_MS = 30_000;

/** Notes a reload in this tab. Returns false if one was noted within 30 s. */
export function noteReload(): boolean {
  try {
    const at = Number(sessionStorage.getItem(RELOADED_KEY) ?? 0);
    if (Math.abs(Date.now() - at) < RELOAD_PAUSE_MS) return false;
    sessionStorage.setItem(RELOADED_KEY, String(Date.now()));
    return true;
  } catch {
    return true; // this browser keeps no note, and nobody may see what is another's
  }
}
