import { z } from 'zod';
import { fieldNames, readValues, type FieldName, type Values } from './values';

/** A field that Clerk rejected for good, with the value that was typed and Clerk's own reason. */
export const refusalSchema = z.object({
  value: z.string(),
  code: z.string(),
  message: z.string(),
  traceId: z.string().nullable(),
  /** when Clerk refused it, ISO 8601 */
  at: z.iso.datetime(),
});
export type Refusal = z.infer<typeof refusalSchema>;
export type Refusals = Partial<Record<FieldName, Refusal>>;

/** A JSON document of refusals; entries of fields that no longer exist are left out. */
export const refusalsSchema = z
  .record(z.string(), refusalSchema)
  .transform((all) => Object.fromEntries(Object.entries(all).filter(([name]) => isFieldName(name))) as Refusals);

const isFieldName = (name: string): name is FieldName => (fieldNames as string[]).includes(name);

/** What one device is told about a profile: the values, and the truth about where they are. */
export const profileSchema = z.object({
  values: z.unknown().transform(readValues),
  /** counts changes of `values`, from 0 */
  revision: z.int().nonnegative(),
  /** saved here, not yet in Clerk; a refused field is not among them */
  pending: z.array(z.string()).transform((names) => names.filter(isFieldName)),
  /** since when something has been pending, ISO 8601 */
  pendingSince: z.iso.datetime().nullable(),
  refused: refusalsSchema,
  /** "mirror": Clerk could not be asked just now, so an edit made elsewhere may be missing */
  source: z.enum(['checked', 'mirror']),
});
export type Profile = z.output<typeof profileSchema>;

/** A save as a device sends it. */
export interface Save {
  /** made once by the device for one press of Save; the same id twice is one save */
  saveId: string;
  /** the revision the edit was made on */
  baseRevision: number;
  patch: Partial<Values>;
}
