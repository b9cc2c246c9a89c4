import type * as z from 'zod/mini';

/** Where Clerk keeps a field: an attribute of the user, or a key of its public metadata. */
export type ClerkPlace = { attribute: 'firstName' | 'lastName' } | { publicMetadata: string };

/** How a field is edited. A new kind is one more case here and in `components/profile/form/field-control.tsx`. */
export type Control = { kind: 'text'; autoComplete?: string; placeholder?: string } | { kind: 'palette' };

/** Everything the app knows of one field. */
export interface Field<Schema extends z.ZodMiniType<string, string> = z.ZodMiniType<string, string>> {
  /** the rule for a new value; its output is what is stored */
  schema: Schema;
  label: string;
  /** one line under the control, where the label alone is not enough */
  hint?: string;
  control: Control;
  clerk: ClerkPlace;
  /** the value of a user whose Clerk account holds none for this field; "" means "not set" */
  initial: z.output<Schema>;
}

/** Returns a field as it is, with the exact type of its values. */
export const defineField = <Schema extends z.ZodMiniType<string, string>>(field: Field<Schema>): Field<Schema> => field;
