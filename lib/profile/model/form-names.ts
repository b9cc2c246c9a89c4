import type { Save } from './profile';
import type { FieldName } from './values';

/** Where the profile page is, and where its form is posted to. */
export const PROFILE_PATH = '/settings/profile';

/** The names of the form's hidden inputs. Fields are declared under names without a dot, so that none is called so. */
export const formNames = {
  /** whose profile the page showed */
  person: 'perdure.person',
  /** made once for each page */
  token: 'perdure.token',
  /** what became of the time that it was posted before, as in `UnsavedForm`; not there where it was not */
  sent: 'perdure.sent',
  /** what the page showed of a field */
  base: (name: FieldName) => `perdure.base.${name}`,
};

/** What a form that was posted without the page's script left unsaved, and why, in words for a person. */
export interface UnsavedForm {
  person: string;
  token: string;
  /** what is not saved, as it was typed: it can break a rule */
  save: Save;
  /**
   * what became of it: the server said that it is not saved (`heard`), or that it is not certain (`unheard`); none
   * where it was not tried
   */
  sent?: 'heard' | 'unheard';
  message: string;
  errors: Partial<Record<FieldName, string>>;
  /** the rest of what was sent with it is saved */
  partly: boolean;
}

/** Saves a posted form. Gives what is left unsaved; where that is nothing it leads to the page. */
export type SaveForm = (before: UnsavedForm | null, form: FormData) => Promise<UnsavedForm | null>;
