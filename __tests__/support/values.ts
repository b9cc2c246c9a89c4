import { readValues, type Patch, type Values } from '@/lib/profile/model/values';

/** Returns values with `patch`, and the initial value of every other field. */
export const valuesOf = (patch: Patch): Values => ({ ...readValues({}), ...patch });
