import { z } from 'zod';
import { fieldNames, readShown, type FieldName, type Values } from './values';

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

/** A refusal as devices are told of it: the reason in words for a person, and the value that Clerk holds instead. */
const shownRefusalSchema = refusalSchema.extend({ inClerk: z.string() });
export type ShownRefusal = z.infer<typeof shownRefusalSchema>;

/** A JSON document with an entry a field; entries of fields that no longer exist are left out. */
const perField = <T extends z.ZodType>(schema: T) =>
  z
    .record(z.string(), schema)
    .transform(
      (all) =>
        Object.fromEntries(Object.entries(all).filter(([name]) => isFieldName(name))) as Partial<
          Record<FieldName, z.output<T>>
        >,
    );

/** The refusals of a mirror row. */
export const refusalsSchema = perField(refusalSchema);

const isFieldName = (name: string): name is FieldName => (fieldNames as string[]).includes(name);

/** What one device is told about a profile: the values, and the truth about where they are. */
export const profileSchema = z.object({
  values: z.unknown().transform(readShown),
  /** counts changes of `values`, from 0 */
  revision: z.int().nonnegative(),
  /**
   * names all of this but `source`: another one as soon as anything here is another. It begins with the revision and a
   * dot.
   */
  version: z.string(),
  /** saved here, not yet in Clerk; a refused field is not among them */
  pending: z.array(z.string()).transform((names) => names.filter(isFieldName)),
  /** since when something has been pending, ISO 8601 */
  pendingSince: z.iso.datetime().nullable(),
  refused: perField(shownRefusalSchema),
  /**
   * "checked": in step with Clerk. "mirror": Clerk could not be asked just now, so an edit made elsewhere may be
   * missing. "clerk": our database could not be asked, so what waits in it is missing; `revision` is 0 then and means
   * nothing.
   */
  source: z.enum(['checked', 'mirror', 'clerk']),
});
export type Profile = z.output<typeof profileSchema>;

/** A save as a device sends it. */
export interface Save {
  /** made once by the device for one press of Save; the same id twice is one save */
  saveId: string;
  /** the revision the edit was made on */
  baseRevision: number;
  patch: Partial<Values>;
  /** sent before, and nobody heard what came of it: Postgres may have it */
  again?: true;
  /** sent before, and the answer was that it is not, or not for certain, saved: Clerk may have it */
  resent?: true;
  /** the saved values that the edit was made over, where the device tells: only for telling what was replaced unseen */
  base?: Partial<Values>;
}

/** The fields of a save that Clerk did not take, and why: they are not saved, all others are. In words for a person. */
export interface RefusedFields {
  message: string;
  errors: Partial<Record<FieldName, string>>;
}

/**
 * The answer to a save: the profile, the values of other devices that it took the place of although its device did not
 * start from them, and what Clerk did not take of a save that went straight there.
 */
export type Saved = Profile & { replaced?: Partial<Values>; turnedDown?: RefusedFields };
