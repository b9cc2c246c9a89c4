/** A part of the profile page with a title of its own. */
export interface Section {
  title: string;
  /** one line under the title */
  text?: string;
  /** how many fields stand side by side where there is room */
  columns?: 1 | 2;
  /** a page of its own, at `/settings/<page>`; by default it is on the profile page */
  page?: string;
}

/**
 * The sections, in their order. A field names its section; one that names none is in the first. A section without
 * fields is not shown.
 */
export const sections = {
  profile: { title: 'About you', text: 'How others see you.', columns: 2 },
  look: { title: 'Look', text: 'Your avatar, wherever it appears.' },
  preferences: { title: 'Preferences', text: 'For you alone: nobody else sees these.', columns: 2 },
} satisfies Record<string, Section>;

export type SectionName = keyof typeof sections;

/** Whether one press saves what was edited in all sections, or each section has a button of its own. */
export const savedBy: 'page' | 'section' = 'page';
