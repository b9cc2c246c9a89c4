import type { Text } from '@/lib/texts/text';
import type { Attempt, Save } from './profile';
import type { FieldName, Texts } from './values';

/** Where the profile page is. */
export const PROFILE_PATH = '/settings/profile';

/** Returns where one signs in to come back to a page. */
export const signInPath = (path: string): string => `/sign-in?redirect_url=${encodeURIComponent(path)}`;

/** Where a frame is answered whose session this browser has: opening a page renews it first. */
export const SESSION_PATH = '/session';

/** The names of the form's hidden inputs. No field is named so: field names have no dot. */
export const formNames = {
  /** the path of the page that it is on: after a save it is opened again */
  path: 'perdure.path',
  /** which of the forms of a page it is: the fields that it has */
  form: 'perdure.form',
  /** the section whose button was pressed; without it, what was changed in all of them is saved */
  section: 'perdure.section',
  /** whose profile the page showed */
  userId: 'perdure.user',
  /** made once for each page: what is posted from it twice is one save */
  token: 'perdure.token',
  /** the save's `attempt`, if the form was posted before */
  attempt: 'perdure.attempt',
  /** the value that the page showed for a field */
  base: (name: FieldName) => `perdure.base.${name}`,
  /** the choices of a field that the page showed as chosen, of a value that is posted as it is until they change */
  chosen: (name: string) => `perdure.chosen.${name}`,
};

/** Returns the first text, a value that is posted as it is, or the choices behind it where they are not `chosen`. */
export function changedChoices([asItIs = '', ...choices]: readonly string[], chosen: string): string {
  const now = choices.join('\n');
  return now === chosen.replace(/\r\n?/g, '\n') ? asItIs : now;
}

/** What a form that was posted without the page's script left unsaved, and why, for a person. */
export interface UnsavedForm {
  userId: string;
  /** which of the forms of a page it was */
  form: string;
  token: string;
  /** what the controls of the unsaved fields held */
  texts: Texts;
  /** the same as a save: a text that breaks its rule stays text */
  save: Save;
  /** what posting it once more is; undefined if nothing was tried */
  attempt?: Attempt;
  message: Text;
  errors: Partial<Record<FieldName, Text>>;
  /** the rest of what was sent with it is saved */
  partly: boolean;
}

/** Saves a posted form and returns what is left unsaved; where that is nothing, it redirects to the page. */
export type SaveForm = (before: UnsavedForm | null, form: FormData) => Promise<UnsavedForm | null>;
