import { sections as own, type Section } from '@/lib/profile/sections';

export { savedBy, type Section } from '@/lib/profile/sections';
export type SectionName = keyof typeof sections;

/** The app's own sections. */
export const ownSections = Object.keys(own) as (keyof typeof own)[];

/** Those, and one for the fields of every kind, which no form shows whole. */
export const sections = {
  ...own,
  kinds: { title: 'Every kind of field' },
} satisfies Record<string, Section>;
