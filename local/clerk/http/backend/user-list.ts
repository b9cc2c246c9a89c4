import type { Context } from 'hono';
import { notImplemented, paramInvalidValue, paramTooMany } from '../../json/errors';
import type { State, StoredUser } from '../../state/state';

/** The most values of one filter; Clerk refuses more. */
const MAX_VALUES = 100;
const MAX_LIMIT = 500;
const DEFAULT_LIMIT = 10;

const FILTERS = ['user_id', 'email_address'];
const PAGING = ['limit', 'offset', 'order_by'];

/** What a list can be ordered by. Nobody here has a username, a telephone or a wallet. */
const ORDERS = new Map<string, (user: StoredUser) => string | number | null>([
  ['created_at', ({ createdAt }) => createdAt],
  ['updated_at', ({ updatedAt }) => updatedAt],
  ['last_sign_in_at', ({ lastSignInAt }) => lastSignInAt],
  ['last_active_at', ({ lastSignInAt }) => lastSignInAt],
  ['email_address', ({ email }) => email],
  ['first_name', ({ firstName }) => firstName],
  ['last_name', ({ lastName }) => lastName],
  ['username', () => null],
  ['phone_number', () => null],
  ['web3wallet', () => null],
]);

/**
 * Returns the users that a request's filters ask for, in no particular order.
 * @throws Clerk's 422 for more than 100 values of one filter, 501 for a filter that is not implemented
 */
export function filterUsers(c: Context, { users }: State): StoredUser[] {
  for (const param of Object.keys(c.req.queries()))
    if (![...FILTERS, ...PAGING].includes(param)) throw notImplemented(c.req.method, `${c.req.path}?${param}=`);
  const [ids = [], emails = []] = FILTERS.map((param) => valuesOf(c, param));
  const excluded = ids.filter((id) => id.startsWith('-')).map((id) => id.slice(1));
  const included = ids.filter((id) => !id.startsWith('-')).map((id) => id.replace(/^\+/, ''));
  const found = included.length > 0 ? [...new Set(included)].flatMap((id) => users[id] ?? []) : Object.values(users);
  return found.filter(({ id, email }) => !excluded.includes(id) && (emails.length === 0 || emails.includes(email)));
}

/**
 * Returns the page of `users` that a request asks for, the newest first unless it says otherwise.
 * @throws Clerk's 422 for an order that there is not
 */
export function pageOf(c: Context, users: StoredUser[]): StoredUser[] {
  const [, sign = '', name = ''] = /^([+-]?)(.*)$/s.exec(c.req.query('order_by') ?? '-created_at') ?? [];
  const key = ORDERS.get(name);
  if (!key) throw paramInvalidValue('order_by', name);
  const sorted = users.toSorted((a, b) => compare(key(a), key(b)) * (sign === '-' ? -1 : 1));
  const offset = wholeNumber(c, 'offset', 0) ?? 0;
  return sorted.slice(offset, offset + limitOf(c));
}

/** Returns how many users a page holds. Clerk refuses no limit: asked for 501 users, it lists 10. */
function limitOf(c: Context): number {
  const limit = wholeNumber(c, 'limit', 1) ?? DEFAULT_LIMIT;
  return limit > MAX_LIMIT ? DEFAULT_LIMIT : limit;
}

/** Returns a parameter that is a whole number, or null if it is not one of at least `min`. */
function wholeNumber(c: Context, param: string, min: number): number | null {
  const number = Number(c.req.query(param) ?? NaN);
  return Number.isInteger(number) && number >= min ? number : null;
}

function valuesOf(c: Context, param: string): string[] {
  const values = c.req.queries(param) ?? [];
  if (values.length > MAX_VALUES) throw paramTooMany(param, MAX_VALUES);
  return values;
}

/** Compares as Postgres does: null goes after all values. */
function compare(a: string | number | null, b: string | number | null): number {
  if (a === b) return 0;
  if (a === null || b === null) return a === null ? 1 : -1;
  return a < b ? -1 : 1;
}
