import type { en } from './en';

type Texts<Group> = { [Key in keyof Group]: Group[Key] extends string ? string : Texts<Group[Key]> };

/** The texts of one field’s entry; `options` by their values. */
interface FieldTexts {
  label?: string;
  hint?: string;
  placeholder?: string;
  none?: string;
  unit?: string;
  locked?: string;
  options?: Record<string, string>;
}

/**
 * A language: all messages of the English one, and the texts of fields, sections and colours, which stand in English in
 * their entries and show as they are where they are not translated.
 */
export type Translation = Texts<typeof en> & {
  sections?: Record<string, { title?: string; text?: string }>;
  fields?: Record<string, FieldTexts>;
  colors?: Record<string, string>;
};
