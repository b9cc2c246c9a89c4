import * as z from 'zod/mini';
import { defineField } from '@/lib/profile/model/define-field';
import { colorNames } from '@/lib/profile/model/palette';
import { personName } from '@/lib/profile/model/person-name';

/**
 * The fields of a profile. Everything else derives from this list: the type of the values, the form, its messages,
 * where Clerk and the mirror keep them, merging and history.
 */
export const fields = {
  firstName: defineField({
    label: 'First name',
    schema: personName('First name', { min: 1, max: 64 }),
    control: { kind: 'text', autoComplete: 'given-name' },
    clerk: { attribute: 'firstName' },
    initial: '',
  }),
  lastName: defineField({
    label: 'Last name',
    schema: personName('Last name', { min: 0, max: 64 }),
    control: { kind: 'text', autoComplete: 'family-name' },
    clerk: { attribute: 'lastName' },
    initial: '',
  }),
  avatarColor: defineField({
    label: 'Avatar colour',
    hint: 'Shown behind your initials wherever your avatar appears.',
    schema: z.enum(colorNames, 'Choose one of the colours shown.'),
    control: { kind: 'palette' },
    clerk: { publicMetadata: 'avatarColor' },
    initial: 'slate',
  }),
};
