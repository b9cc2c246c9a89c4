import { translatable, type Message, type Text } from '@/lib/texts/text';

/** Returns what an entry says of its field under `part`, which a language can translate: `fields.firstName.label`. */
export const entryText = (name: string, part: string, text: string): Message =>
  translatable(`fields.${name}.${part}`, text);

/** Returns a message of a rule with the field’s label in it as each language has it. `label`: as the entry has it. */
export const withLabelOf = (name: string, label: string, text: Text): Text =>
  typeof text === 'object' && text.args?.label === label
    ? { ...text, args: { ...text.args, label: entryText(name, 'label', label) } }
    : text;
