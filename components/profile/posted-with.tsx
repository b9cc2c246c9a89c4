import { formNames } from '@/lib/profile/form-names';
import { fieldNames, type Patch } from '@/lib/profile/values';

interface PostedWithProps {
  person: string;
  token: string;
  /** the values that the fields were shown with: only what differs from them is a change */
  base: Patch;
}

/** What the server has to know of a form that a browser posts by itself, without this page's script. */
export function PostedWith({ person, token, base }: PostedWithProps) {
  const entries = [[formNames.person, person], [formNames.token, token], ...fieldNames.flatMap((name) => (base[name] === undefined ? [] : [[formNames.base(name), base[name]]]))];
  return entries.map(([name, value]) => <input key={name} type="hidden" name={name} value={value} readOnly />);
}
