import 'server-only';
import type { Checks } from './checks/check';

/**
 * The rules of fields that need the server: that a user name is free, that a company allows a domain. The list of
 * fields is sent to browsers, so they stand here; the entry of a field that has one says `checked`.
 */
export const checks: Checks = {};
