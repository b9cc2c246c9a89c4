import { readValues, type Patch, type Values } from '@/lib/profile/model/values';

/**
 * Values with whatever a test is about, and the initial value of every other field of the list, however long it grows.
 */
export const valuesOf = (patch: Patch): Values => ({ ...readValues({}), ...patch });
