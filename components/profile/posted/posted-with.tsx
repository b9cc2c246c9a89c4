import { formNames, type UnsavedForm } from '@/lib/profile/model/form-names';
import { fieldNames, toText, type Patch } from '@/lib/profile/model/values';

interface PostedWithProps {
  userId: string;
  token: string;
  attempt: UnsavedForm['attempt'];
  /** the values that the fields were shown with: only what differs from them is a change */
  base: Patch;
}

/** The hidden inputs that the server needs where a browser posts the form without this page's script. */
export function PostedWith({ userId, token, attempt, base }: PostedWithProps) {
  const entries = [
    [formNames.userId, userId],
    [formNames.token, token],
    ...(attempt ? [[formNames.attempt, attempt]] : []),
    ...fieldNames.flatMap((name) =>
      base[name] === undefined ? [] : [[formNames.base(name), toText(name, base[name])]],
    ),
  ];
  return entries.map(([name, value]) => <input key={name} type="hidden" name={name} value={value} readOnly />);
}
