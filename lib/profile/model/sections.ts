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

const fieldsIn = (section: SectionName, names: readonly FieldName[] = fieldNames): FieldName[] =>
  names.filter((field) => sectionOf(field) === section);

/** The page of sections that name none. */
export const MAIN_PAGE = 'profile';

/** A page of settings. */
export interface Page {
  name: string;
  title: string;
  path: `/settings/${string}`;
}

/** The pages of settings: the main one, and one for each `page` that a section with fields names. */
export const pages: readonly Page[] = pagesOf(sectionNames.filter((name) => fieldsIn(name).length > 0));

function pagesOf(names: readonly SectionName[]): Page[] {
  const own = names.map((name) => sections[name] as Section).filter(({ page = MAIN_PAGE }) => page !== MAIN_PAGE);
  const named = own.map(({ page = MAIN_PAGE, title }) => [page, title] as const);
  // of two sections on one page, the first names it
  return [...new Map([[MAIN_PAGE, 'Profile'], ...named.reverse()])].map(([name, title]) => ({
    name,
    title,
    path: `/settings/${name}`,
  }));
}

/** The main page, which is always there. */
export const mainPage = pages[0] as Page;

/** Returns the section that names a page, and so has its title; undefined for the main page. */
export const sectionNaming = ({ name }: Page): SectionName | undefined =>
  sectionNames.find((one) => (sections[one] as Section).page === name && fieldsIn(one).length > 0);

/** Returns a page of settings by its name, or undefined. */
export const pageNamed = (name: unknown): Page | undefined => pages.find((page) => page.name === name);

/** Returns the sections of a page with those of their fields that are among `names`, without empty ones. */
export const sectionsOf = (page: string, names: readonly FieldName[] = fieldNames): ShownSection[] =>
  sectionNames
    .map((name) => ({
      ...(sections[name] as Section),
      name,
      fields: fieldsIn(name, names),
    }))
    .filter((section) => section.fields.length > 0 && (section.page ?? MAIN_PAGE) === page);
