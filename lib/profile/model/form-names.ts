import type { Attempt, Save } from './profile';
import type { FieldName } from './values';

/** Where the profile page is, and where its form is posted to. */
export const PROFILE_PATH = '/settings/profile';

/** The names of the form's hidden inputs. Fields are declared under names without a dot, so that none is called so. */
export const formNames = {
  /** whose profile the page showed */
  userId: 'perdure.user',
  /** made once for each page */
  token: 'perdure.token',
  /** the save's `attempt`, where the form was posted before */
  attempt: 'perdure.attempt',
  /** what the page showed of a field */
  base: (name: FieldName) => `perdure.base.${name}`,
};

/** What a form that was posted without the page's script left unsaved, and why, in words for a person. */
export interface UnsavedForm {
  userId: string;
  token: string;
  /** what is not saved, as it was typed: it can break a rule */
  save: Save;
  /** what posting it once more is; undefined if nothing was tried */
  attempt?: Attempt;
  message: string;
  errors: Partial<Record<FieldName, string>>;
  /** the rest of what was sent with it is saved */
  partly: boolean;
}

/** Saves a posted form. Gives what is left unsaved; where that is nothing it leads to the page. */
export type SaveForm = (before: UnsavedForm | null, form: FormData) => Promise<UnsavedForm | null>;
