import { formNames, type UnsavedForm } from '@/lib/profile/model/form-names';
import { fieldNames, toText, type FieldName, type Patch } from '@/lib/profile/model/values';

export interface PostedWithProps {
  /** the path of the page that the form is on */
  path: string;
  /** which of the forms of that page it is */
  form: string;
  /** the fields that the form has, by default all */
  names?: readonly FieldName[];
  userId: string;
  token: string;
  attempt: UnsavedForm['attempt'];
  /** the values that the fields were shown with: only what differs from them is a change */
  base: Patch;
}

/** The hidden inputs that the server needs where a browser posts the form without this page's script. */
export function PostedWith({ path, form, names = fieldNames, userId, token, attempt, base }: PostedWithProps) {
  const entries = [
    [formNames.path, path],
    [formNames.form, form],
    [formNames.userId, userId],
    [formNames.token, token],
    ...(attempt ? [[formNames.attempt, attempt]] : []),
    ...names.flatMap((name) => (base[name] === undefined ? [] : [[formNames.base(name), toText(name, base[name])]])),
  ];
  return entries.map(([name, value]) => <input key={name} type="hidden" name={name} value={value} readOnly />);
}
