/**
 * Something that a person reads: a message of the catalogue, or a text that is the same in every language, such as what
 * an entry says of its field. It is plain JSON, so that it can be sent, kept and shown later in the language of then.
 */
export type Text = string | Message;

/** A message of the catalogue with its arguments. */
export interface Message {
  key: string;
  args?: Record<string, Arg>;
  /** what is said in a language that lacks it */
  or?: string;
}

/** What stands in a message: a text, a number, several texts as a list in a sentence, or a day. */
export type Arg = Text | number | { list: readonly Text[]; lower?: true } | Day;

/** A day of the calendar, "2026-01-31". */
interface Day {
  day: string;
  withoutYear?: true;
}
