import type { Profile } from './profile';
import { fieldNames, type Values } from './values';

/** A profile's values, with what Clerk holds in place of each that it refused: those never got beyond the form. */
export function withoutRefused({ values, refused }: Profile): Values {
  const held = fieldNames.flatMap((name) => (refused[name] ? [[name, refused[name].inClerk]] : []));
  return { ...values, ...(Object.fromEntries(held) as Partial<Values>) };
}
