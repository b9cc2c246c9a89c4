// Asks three questions and writes a field's entry: npm run new:field
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { fieldNameOf, isFieldName } from './new-field/field-name';
import { addField, fieldAt, readFields, type FieldsFile } from './new-field/fields-file';
import { findKinds, type Kind } from './new-field/kinds';
import { places, type Place } from './new-field/places';
import { askOnTerminal, type Questions } from './new-field/questions';
import { Refusal } from './new-field/refusal';

const root = process.cwd();
const FIELDS = 'lib/profile/fields.ts';

const USAGE = `Writes the entry of a new field at the end of ${FIELDS}. What no argument says is asked.

  --label "Birthday"   what people call it
  --kind date          a builder of lib/profile/model/kinds
  --place private      where it lives: ${Object.keys(places).join(', ')}
  --name birthday      its name in code; by default the label in camel case
  --file other.ts      another file to write to`;

interface Arguments {
  label?: string;
  kind?: string;
  place?: string;
  name?: string;
  file?: string;
  help?: boolean;
}

function readArguments(): Arguments {
  const text = { type: 'string' } as const;
  const options = { label: text, kind: text, place: text, name: text, file: text, help: { type: 'boolean' } } as const;
  try {
    return parseArgs({ options }).values;
  } catch (error) {
    throw new Refusal(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
  }
}

async function main(): Promise<void> {
  const given = readArguments();
  if (given.help) return console.log(USAGE);
  const path = given.file ?? join(root, FIELDS);
  if (!existsSync(path)) throw new Refusal(`There is no ${path}. Run this in the folder of the app's package.json.`);
  const questions = askOnTerminal();
  try {
    const file = readFields(readFileSync(path, 'utf8'));
    const label = oneLine(given.label ?? (await questions.ask('What do people call it? (for example “Birthday”)\n> ')));
    const name = nameOf(label, given.name, file);
    if (given.name === undefined) console.log(`In code it is called “${name}”.`);
    const kind = await kindOf(given.kind, questions);
    const clerk = (await placeOf(given.place, { name, kind, file }, questions)).clerk(name);
    const code = await formatted(addField(file, { name, label, kind, clerk }));
    writeFileSync(path, code);
    console.log(report(code, name, kind, given.file ?? FIELDS));
  } finally {
    questions.close();
  }
}

const oneLine = (text: string): string => text.replace(/[\s\p{Cc}]+/gu, ' ').trim();

function nameOf(label: string, given: string | undefined, { entries }: FieldsFile): string {
  if (label === '') throw new Refusal('The label is empty. Say what people call the field, for example “Birthday”.');
  const name = given ?? fieldNameOf(label);
  if (name === undefined)
    throw new Refusal(`No name in code can be made of “${label}”. Say one: --name birthday, in Latin letters.`);
  if (!isFieldName(name))
    throw new Refusal(`“${name}” cannot be the name of a field. Take letters and digits, as in --name birthday.`);
  if (entries.has(name))
    throw new Refusal(`There is a field “${name}” already. Take another label, or say another name: --name ${name}2.`);
  return name;
}

async function kindOf(given: string | undefined, { choose }: Questions): Promise<Kind> {
  const kinds = findKinds(root);
  const name = given ?? (await choose('Of which kind is it?', Object.fromEntries(kinds.map((one) => [one.name, '']))));
  const kind = kinds.find((one) => one.name === name);
  if (kind) return kind;
  throw new Refusal(`There is no kind “${name}”. Take one of: ${kinds.map((one) => one.name).join(', ')}.`);
}

type About = { name: string; kind: Kind; file: FieldsFile };

async function placeOf(given: string | undefined, about: About, { choose }: Questions): Promise<Place> {
  const free = Object.entries(places).filter(([, place]) => whyNot(place, about) === undefined);
  const name =
    given ?? (await choose('Where does it live?', Object.fromEntries(free.map(([one, { text }]) => [one, text]))));
  const place = Object.hasOwn(places, name) ? places[name] : undefined;
  if (!place) throw new Refusal(`There is no place “${name}”. Take one of: ${free.map(([one]) => one).join(', ')}.`);
  const reason = whyNot(place, about);
  if (reason) throw new Refusal(`${reason} Take another place: ${free.map(([one]) => one).join(', ')}.`);
  return place;
}

/** Returns why a field cannot live in a place, or undefined. */
function whyNot(place: Place, { name, kind, file }: About): string | undefined {
  const clerk = place.clerk(name);
  if ('attribute' in clerk && !kind.storesText) return `A ${kind.name} is no text, and ${place.text} can only be that.`;
  const other = fieldAt(file, clerk);
  return other === undefined ? undefined : `The field “${other}” lives there already.`;
}

/** Returns code as Prettier writes it in the list of fields. */
async function formatted(code: string): Promise<string> {
  const { format, resolveConfig } = await import('prettier');
  return format(code, { ...(await resolveConfig(join(root, FIELDS))), parser: 'typescript' });
}

/** Returns what was written, where, and what to do next. */
function report(code: string, name: string, kind: Kind, path: string): string {
  const { source, entries } = readFields(code);
  const entry = entries.get(name);
  if (!entry) throw new Error(`${name} was not written`);
  const line = source.getLineAndCharacterOfPosition(entry.getStart()).line + 1;
  const toEdit = kind.options.map(([option]) => option);
  return [
    `Added “${name}” at the end of the list, ${path}:${line}`,
    `\n  ${entry.getText()},\n`,
    toEdit.length > 0 ? `Edit ${toEdit.join(' and ')} first: they are examples.` : '',
    'Next: `npm run dev` shows it at the end of the first section, and `npx jest fields/contract` tests it.',
    'Only the person sees it in this app. What else an entry can say (visibility, section, hint, required):',
    'docs/add-a-field.md.',
  ]
    .filter(Boolean)
    .join('\n');
}

main().catch((error: unknown) => {
  if (!(error instanceof Refusal)) throw error;
  console.error(`Nothing was written. ${error.message}`);
  process.exitCode = 1;
});
