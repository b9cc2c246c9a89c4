import { sections, type Section, type SectionName } from '@/lib/profile/sections';
import { fieldNames, fieldOf, type FieldName } from './values';

/** A section with the fields that stand in it. */
export interface ShownSection extends Section {
  name: SectionName;
  fields: readonly FieldName[];
}

const sectionNames = Object.keys(sections) as SectionName[];

/** Returns the section that a field is in. */
export const sectionOf = (name: FieldName): SectionName => fieldOf(name).section ?? (sectionNames[0] as SectionName);

/** The page of sections that name none. */
export const MAIN_PAGE = 'profile';

/** Returns the sections of a page with those of their fields that are among `names`, without empty ones. */
export const sectionsOf = (page: string, names: readonly FieldName[] = fieldNames): ShownSection[] =>
  sectionNames
    .map((name) => ({
      ...(sections[name] as Section),
      name,
      fields: names.filter((field) => sectionOf(field) === name),
    }))
    .filter((section) => section.fields.length > 0 && (section.page ?? MAIN_PAGE) === page);
