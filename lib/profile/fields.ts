import { color } from '@/lib/profile/model/kinds/color';
import { personName } from '@/lib/profile/model/kinds/person-name';

/**
 * The fields of a profile. Everything else derives from this list: the type of the values, the form, its messages,
 * where Clerk and the mirror keep them, merging and history.
 */
export const fields = {
  firstName: personName({
    label: 'First name',
    required: true,
    max: 64,
    autoComplete: 'given-name',
    clerk: { attribute: 'firstName' },
    visibility: 'public',
  }),
  lastName: personName({
    label: 'Last name',
    max: 64,
    autoComplete: 'family-name',
    clerk: { attribute: 'lastName' },
    visibility: 'public',
  }),
  avatarColor: color({
    label: 'Avatar colour',
    hint: 'Shown behind your initials wherever your avatar appears.',
    clerk: { publicMetadata: 'avatarColor' },
    initial: 'slate',
    visibility: 'public',
  }),
};
