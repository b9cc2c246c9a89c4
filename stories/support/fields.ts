import { fields as own } from '@/lib/profile/fields';
import type { Field } from '@/lib/profile/model/kinds/kind';
import type { SectionName } from './sections';
import { exampleOf, fieldNameOf, kindNames, statesOf } from './kinds';

/** A field for each kind in each of its states. */
const ofEveryKind = Object.fromEntries(
  kindNames.flatMap((kind) =>
    statesOf(kind).map((state) => {
      const name = fieldNameOf(kind, state);
      const { label, make } = exampleOf(kind);
      const field = make({
        label,
        clerk: { publicMetadata: name },
        section: 'kinds' satisfies SectionName as never, // the app itself knows no such section
        required: state === 'Required',
        ...(state === 'Locked' && { locked: 'Managed by your company.' }),
      });
      return [name, { ...field, checked: state === 'Checked' ? field.checked : undefined }];
    }),
  ),
);

/** The app's own fields, and those. */
export const fields: Record<string, Field> = { ...own, ...ofEveryKind };
