import type { GetICUArgs } from '@schummar/icu-type-parser';
import type { en } from '@/messages/en';
import type { Arg } from './text-type';

/** Messages under their keys with dots: `{ 'form.save': 'Save' }`. */
type Flat<Messages, Prefix extends string = ''> = {
  [Key in keyof Messages & string]: Messages[Key] extends string
    ? { [Full in `${Prefix}${Key}`]: Messages[Key] }
    : Flat<Messages[Key], `${Prefix}${Key}.`>;
}[keyof Messages & string];

type Intersection<Union> = (Union extends unknown ? (one: Union) => void : never) extends (all: infer All) => void
  ? All
  : never;
type Catalogue = Intersection<Flat<typeof en>>;

/** The keys of all messages. */
export type MessageKey = Extract<keyof Catalogue, string>;

type Parsed<Message> = Message extends string
  ? GetICUArgs<Message, { ICUArgument: Arg; ICUNumberArgument: number; ICUDateArgument: never }>
  : never;

/** What another language can use beside the arguments of the English message: the same label with its capitals. */
type Others = { label?: Arg; labels?: Arg };

/** The arguments of a message, as the English one names them: none, or an object. */
export type ArgsOf<Key extends MessageKey> = keyof Parsed<Catalogue[Key]> extends never
  ? []
  : [args: Parsed<Catalogue[Key]> & Others];
