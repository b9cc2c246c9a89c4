import type { Profile } from './profile';
import { fieldNames, type Values } from './values';

/** Returns a profile's values, with what Clerk holds in place of each that it refused. */
export function withoutRefused({ values, refused }: Profile): Values {
  const held = fieldNames.flatMap((name) => (refused[name] ? [[name, refused[name].inClerk]] : []));
  return { ...values, ...(Object.fromEntries(held) as Partial<Values>) };
}
