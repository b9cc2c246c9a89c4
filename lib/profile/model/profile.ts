import * as z from 'zod/mini';
import type { Text } from '@/lib/texts/text';
import type { Value } from './value';
import { fieldNames, readValues, type FieldName, type Values } from './values';

/** Any JSON: what is stored is read by each field's rule elsewhere. */
const jsonSchema = z.custom<Value>((value) => value !== undefined);

/** A time, ISO 8601. */
const timeSchema = z.string().check(z.refine((time) => !Number.isNaN(Date.parse(time))));

/** A field that Clerk rejected for good, with the value that was typed and Clerk's own reason. */
export const refusalSchema = z.object({
  value: jsonSchema,
  code: z.string(),
  message: z.string(),
  traceId: z.nullable(z.string()),
  /** when Clerk refused it, ISO 8601 */
  at: timeSchema,
});
export type Refusal = z.infer<typeof refusalSchema>;

/** A refusal as devices are told of it: with the value that Clerk holds instead. */
const shownRefusalSchema = z.extend(refusalSchema, { inClerk: jsonSchema });
export type ShownRefusal = z.infer<typeof shownRefusalSchema>;

/** The schema of a JSON document with an entry for each field; entries of fields that no longer exist are left out. */
const perField = <T extends z.ZodMiniType>(schema: T) =>
  z.pipe(
    z.record(z.string(), schema),
    z.transform(
      (all) =>
        Object.fromEntries(Object.entries(all).filter(([name]) => isFieldName(name))) as Partial<
          Record<FieldName, z.output<T>>
        >,
    ),
  );

/** The refusals of a mirror row: `{ [field]: Refusal }`. */
export const refusalsSchema = perField(refusalSchema);

const isFieldName = (name: string): name is FieldName => (fieldNames as string[]).includes(name);

/** A profile as devices read it: the values, and the truth about where they are. */
export const profileSchema = z.object({
  values: z.pipe(z.unknown(), z.transform(readValues)),
  /** counts changes of `values`, from 0 */
  revision: z.number().check(z.refine((count) => Number.isInteger(count) && count >= 0)),
  /** changes whenever anything here but `source` and `lasting` does; it begins with the revision and a dot */
  version: z.string(),
  /** saved here, not yet in Clerk; a refused field is not among them */
  pending: z.pipe(
    z.array(z.string()),
    z.transform((names) => names.filter(isFieldName)),
  ),
  /** since when something has been pending, ISO 8601 */
  pendingSince: z.nullable(timeSchema),
  refused: perField(shownRefusalSchema),
  /**
   * "checked": in step with Clerk. "mirror": Clerk could not be read just now, so an edit made elsewhere may be
   * missing. "clerk": Postgres could not be read, so what is pending there is missing; `revision` is 0 then, and means
   * nothing.
   */
  source: z.enum(['checked', 'mirror', 'clerk']),
  /** fields that only Postgres keeps, while that cannot be read: their `values` mean nothing; absent: none */
  unknown: z.optional(
    z.pipe(
      z.array(z.string()),
      z.transform((names) => names.filter(isFieldName)),
    ),
  ),
  /** why Clerk could not be read lasts until somebody acts who runs the app; only where `source` is "mirror" */
  lasting: z.optional(z.literal(true)),
});
export type Profile = z.output<typeof profileSchema>;

/**
 * Whether a save was sent before, and which store may already have it. `retry`: the answer was a failure, but Clerk may
 * have it. `retry-unanswered`: at least once there was no answer, or an uncertain commit, so Postgres may have it too.
 */
export const attempts = ['first', 'retry', 'retry-unanswered'] as const;
export type Attempt = (typeof attempts)[number];

/** A save as a device sends it. */
export interface Save {
  /** made once by the device for one press of Save; the same id twice is one save */
  saveId: string;
  patch: Partial<Values>;
  /** absent: the first */
  attempt?: Attempt;
  /** the saved values that the edit was made over; only for reporting which of another device's values it overwrote */
  base?: Partial<Values>;
}

/** The fields of a save that Clerk refused, and why, for a person. All other fields of it are saved. */
export interface RefusedFields {
  message: Text;
  errors: Partial<Record<FieldName, Text>>;
}

/**
 * The answer to a save: the profile after it. `overwrote` holds the values of other devices that the save replaced
 * without having been made over them; `refusedFields`, what Clerk refused of a direct save; `directSaveAt`, when that
 * was made, in ms since 1970 by the clock of Postgres; `at`, when the answer was made, by the same clock.
 */
export type Saved = Profile & {
  overwrote?: Partial<Values>;
  refusedFields?: RefusedFields;
  directSaveAt?: number;
  at?: number;
};
