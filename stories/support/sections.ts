import { sections as own, type Section } from '@/lib/profile/sections';

export { savedBy, type Section } from '@/lib/profile/sections';
export type SectionName = keyof typeof sections;

/** The app's sections, and one for the fields of every kind, on a page of its own. */
export const sections = {
  ...own,
  kinds: { title: 'Every kind of field', page: 'kinds' },
} satisfies Record<string, Section>;
