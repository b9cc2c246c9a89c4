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
const MAIN_PAGE = 'profile';

/** A page of settings. */
export interface Page {
  name: string;
  title: string;
  path: `/settings/${string}`;
  /** the sections on it, those without fields too */
  sections: readonly SectionName[];
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
    sections: sectionNames.filter((one) => ((sections[one] as Section).page ?? MAIN_PAGE) === name),
  }));
}

/** The main page, which is always there. */
export const mainPage = pages[0] as Page;

/** Returns the section that names a page, and so has its title; undefined for the main page. */
export const sectionNaming = ({ name }: Page): SectionName | undefined =>
  sectionNames.find((one) => (sections[one] as Section).page === name && fieldsIn(one).length > 0);

/** Returns a page of settings by its name, or undefined. */
export const pageNamed = (name: unknown): Page | undefined => pages.find((page) => page.name === name);

/** What a form is asked to show: all fields, or those of some sections, or some fields alone. */
export interface Shown {
  sections?: readonly SectionName[] | undefined;
  fields?: readonly FieldName[] | undefined;
}

/** Returns the sections that are to be shown with their fields, without empty ones, in the order of the lists. */
export const sectionsShown = ({ sections: only = sectionNames, fields = fieldNames }: Shown): ShownSection[] =>
  sectionNames
    .filter((name) => only.includes(name))
    .map((name) => ({ ...(sections[name] as Section), name, fields: fieldsIn(name, fields) }))
    .filter((section) => section.fields.length > 0);

/** Returns what names one of the forms of a page, on the server and in the browser: the fields that it has. */
export const formIdOf = (shown: readonly ShownSection[]): string => shown.flatMap(({ fields }) => fields).join(' ');

/** Returns true if others may read a field of these sections: a preview then shows how they see the person. */
export const hasPublicFields = (shown: readonly ShownSection[]): boolean =>
  shown.some((section) => section.fields.some((name) => fieldOf(name).visibility === 'public'));

/** Returns the page of settings that has a field. */
export const pageOf = (name: FieldName): Page => pageNamed((sections[sectionOf(name)] as Section).page) ?? mainPage;
