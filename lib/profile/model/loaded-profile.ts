import type { Profile } from './profile';

/**
 * What the server has read for a page of whoever asks for it, for a form to begin with. `profile`: null where it cannot
 * be read now, and the browser asks. `token`: made once for each page. `at`: the time of the server's answer, in ms
 * since 1970.
 */
export type LoadedProfile =
  { is: 'signed in'; userId: string; profile: Profile | null; token: string; at: number } | NotLoaded;

/** Nobody is signed in, or it cannot be told now who is. */
export interface NotLoaded {
  is: 'signed out' | 'unknown';
}
