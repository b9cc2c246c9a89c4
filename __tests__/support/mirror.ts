import { makeFields, type Field, type Mirror } from '@/lib/profile/core/mirror';
import type { FieldName } from '@/lib/profile/model/values';

/** Returns the mirror with the given parts of the given fields replaced. */
export const withFields = (mirror: Mirror, changes: Partial<Record<FieldName, Partial<Field>>>): Mirror =>
  mapFields(mirror, (_, name) => changes[name] ?? {});

/** Returns the mirror with each field changed as `change` says. */
export const mapFields = (mirror: Mirror, change: (field: Field, name: FieldName) => Partial<Field>): Mirror => ({
  ...mirror,
  fields: makeFields((name) => ({ ...mirror.fields[name], ...change(mirror.fields[name], name) })),
});
