const KEY = 'perdure:returned';

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
