import type { Context } from 'hono';
import { notImplemented, paramInvalidValue, paramTooMany } from '../../json/errors';
import type { State, StoredIdentification, StoredUser } from '../../state/state';

/** The most values of one filter; Clerk refuses more. */
const MAX_VALUES = 100;
const MAX_LIMIT = 500;
const DEFAULT_LIMIT = 10;

/** What a user is found by, and whether `+` and `-` before a value include and exclude it. */
const FILTERS: Record<string, { of: (user: StoredUser) => string[]; signed?: true; anyCase?: true }> = {
  user_id: { of: ({ id }) => [id], signed: true },
  external_id: { of: ({ externalId }) => (externalId === null ? [] : [externalId]), signed: true },
  username: { of: ({ username }) => (username === null ? [] : [username]), anyCase: true },
  email_address: { of: ({ emails }) => emails.map(({ value }) => value), anyCase: true },
  phone_number: { of: ({ phones }) => phones.map(({ value }) => value) },
};
const PAGING = ['limit', 'offset', 'order_by'];

const primaryOf = (list: StoredIdentification[], primaryId: string | null) =>
  list.find(({ id }) => id === primaryId)?.value ?? null;

/** What a list can be ordered by. Nobody here has a wallet. */
const ORDERS = new Map<string, (user: StoredUser) => string | number | null>([
  ['created_at', ({ createdAt }) => createdAt],
  ['updated_at', ({ updatedAt }) => updatedAt],
  ['last_sign_in_at', ({ lastSignInAt }) => lastSignInAt],
  ['last_active_at', ({ lastSignInAt }) => lastSignInAt],
  ['email_address', ({ emails, primaryEmailId }) => primaryOf(emails, primaryEmailId)],
  ['first_name', ({ firstName }) => firstName],
  ['last_name', ({ lastName }) => lastName],
  ['username', ({ username }) => username],
  ['phone_number', ({ phones, primaryPhoneId }) => primaryOf(phones, primaryPhoneId)],
  ['web3wallet', () => null],
]);

/**
 * Returns the users that a request's filters ask for, in no particular order.
 * @throws Clerk's 422 for more than 100 values of one filter, 501 for a filter that is not implemented
 */
export function filterUsers(c: Context, { users }: State): StoredUser[] {
  for (const param of Object.keys(c.req.queries()))
    if (!(param in FILTERS) && !PAGING.includes(param)) throw notImplemented(c.req.method, `${c.req.path}?${param}=`);
  const passes = Object.keys(FILTERS).map((param) => filterOf(param, valuesOf(c, param)));
  return Object.values(users).filter((user) => passes.every((pass) => pass(user)));
}

/** Returns whether a user passes one filter; without values, everybody does. */
function filterOf(param: string, values: string[]): (user: StoredUser) => boolean {
  const { of, signed, anyCase } = FILTERS[param]!;
  const given = anyCase ? values.map((value) => value.toLowerCase()) : values;
  const excluded = new Set(signed ? given.filter((one) => one.startsWith('-')).map((one) => one.slice(1)) : []);
  const included = new Set(
    signed ? given.filter((one) => !one.startsWith('-')).map((one) => one.replace(/^\+/, '')) : given,
  );
  return (user) => {
    const has = of(user);
    return !has.some((one) => excluded.has(one)) && (included.size === 0 || has.some((one) => included.has(one)));
  };
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
