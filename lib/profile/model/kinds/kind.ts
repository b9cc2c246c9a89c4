import type * as z from 'zod/mini';
import type { SectionName } from '@/lib/profile/sections';
import type { Value } from '../value';

/**
 * Where a field lives: an attribute of Clerk's user, a key of its metadata, or the mirror alone. Metadata: `public` is
 * read by anybody who can read the user, `private` by servers alone, and `unsafe` is also written by the person's
 * browser.
 */
export type ClerkPlace =
  | { attribute: 'firstName' | 'lastName' | 'username' }
  | { publicMetadata: string }
  | { privateMetadata: string }
  | { unsafeMetadata: string }
  | { mirrorOnly: true };

/** One of several values to choose from. */
export interface Option {
  /** what is stored */
  value: string;
  label: string;
}

/** How a field is edited. A new kind is one more case here: the compiler then asks for its control and its label. */
export type Control =
  | TextControl
  | { kind: 'multiline'; /** graphemes */ max: number; placeholder?: string }
  | { kind: 'number'; min?: number; max?: number; step?: number; /** shown after the number */ unit?: string }
  | { kind: 'toggle' }
  | { kind: 'date'; /** ISO 8601, "2026-01-31" */ min?: string; max?: string }
  | {
      kind: 'choice';
      options: readonly Option[];
      /** what no choice is called; without it one must be chosen */ none?: string;
    }
  | { kind: 'choices'; options: readonly Option[]; /** how many can be chosen */ max?: number }
  | {
      kind: 'color';
      /** any colour too, and not only those of the palette */ custom: boolean;
      /** what no choice is called; without it one must be chosen */ none?: string | undefined;
    }
  | { kind: 'search'; list: 'timeZone' | 'language' | 'country'; placeholder?: string };

/** An input of one line. */
export interface TextControl {
  kind: 'text';
  type?: 'text' | 'url' | 'email' | 'tel';
  /** characters that it can have: what a field can need in Clerk follows from it */
  max: number;
  autoComplete?: string;
  placeholder?: string;
  /** whether a phone writes capitals by itself */
  autoCapitalize?: 'none' | 'words' | 'sentences';
  /** graphemes after which a counter shows what is left; without it there is none */
  counted?: number;
}

/** What every entry can say of its field, whatever its kind. */
export interface FieldOptions {
  label: string;
  /** one line under the control, where the label alone is not enough */
  hint?: string;
  /** whether it must be set; a toggle always is */
  required?: boolean;
  clerk: ClerkPlace;
  /** who else may read it: `public` is everybody who can look this person up. By default nobody. */
  visibility?: 'public' | 'private';
  /** where it stands on the page; by default in the first section */
  section?: SectionName;
  /** why it cannot be changed here, for a person: "Managed by your company." It is then saved by nobody. */
  locked?: string;
  /** whether it is shown, by the values that the form shows; what is not shown keeps its value */
  shownIf?: (values: Readonly<Record<string, Value>>) => boolean;
  /** whether a check of `lib/profile/checks.ts` is asked too, which of a `unique` value says that it is free */
  checked?: true | 'unique';
  /** whether Clerk's session token carries it, as one of the custom claims that its dashboard adds */
  inSession?: true;
}

/**
 * Everything the app knows of one field. A control holds text, as a browser posts it: `codec` decodes that to what is
 * stored, by the field's rule, and encodes what is stored for the control. A message of the rule is for a person.
 */
export interface Field<Stored extends Value = Value> extends FieldOptions {
  control: Control;
  codec: FieldCodec<Stored>;
  /** the value of a person whose Clerk account holds none for this field */
  initial: Stored;
  /** Returns what is shown of a person who has not set it, by their id. It is stored nowhere. */
  fallback?: (userId: string) => Stored;
}

/** Its output schema is the rule of what is stored, and puts that into its canonical form in both directions. */
export type FieldCodec<Stored extends Value = Value> = z.ZodMiniCodec<
  z.ZodMiniString<string>,
  z.ZodMiniType<Stored, Stored>
>;
