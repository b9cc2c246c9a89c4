import { message, translatable, type Message, type Text } from '@/lib/texts/text';
import { entryText } from './entry-text';
import type { Control } from './kinds/kind';
import { mainPage, sectionNaming, type Page, type ShownSection } from './sections';
import { fieldOf, type FieldName } from './values';

/** Returns the label of a field. */
export const labelOf = (name: FieldName): Message => entryText(name, 'label', fieldOf(name).label);

/** Returns the arguments of a message about several fields: in English, labels in a sentence are in small letters. */
export const labelArgs = (names: readonly FieldName[]) => ({
  labels: { list: names.map(labelOf) },
  lowerLabels: { list: names.map(labelOf), lower: true as const },
  count: names.length,
});

/** Returns the title and the text of a section. */
export const sectionTexts = ({ name, title, text }: Pick<ShownSection, 'name' | 'title' | 'text'>) => ({
  title: translatable(`sections.${name}.title`, title),
  text: text === undefined ? undefined : translatable(`sections.${name}.text`, text),
});

/** Returns the title of a page of settings: the section that names it has it. */
export const pageTitle = (page: Page): Message => {
  const section = sectionNaming(page);
  return section && page !== mainPage ? translatable(`sections.${section}.title`, page.title) : message('page.title');
};

/** Returns a control with its texts in the language of `say`. */
export function controlIn<One extends Control>(say: (text: Text) => string, name: FieldName, control: One): One {
  const said = { ...control } as One & { placeholder?: string; none?: string; unit?: string };
  for (const part of ['placeholder', 'none', 'unit'] as const)
    if (said[part] !== undefined) said[part] = say(entryText(name, part, said[part]));
  if ('options' in said) said.options = said.options.map(({ value, label }) => optionIn(say, name, value, label));
  return said;
}

const optionIn = (say: (text: Text) => string, name: FieldName, value: string, label: string) => ({
  value,
  label: say(entryText(name, `options.${value}`, label)),
});
