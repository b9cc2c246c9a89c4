import { choice } from '@/lib/profile/model/kinds/choice';
import { color } from '@/lib/profile/model/kinds/color';
import { multiline } from '@/lib/profile/model/kinds/multiline';
import { personName } from '@/lib/profile/model/kinds/person-name';
import { timeZone } from '@/lib/profile/model/kinds/search';
import { text } from '@/lib/profile/model/kinds/text';
import { toggle } from '@/lib/profile/model/kinds/toggle';
import { url } from '@/lib/profile/model/kinds/url';

/**
 * The fields of a profile, in their order. Everything else derives from this list: the type of the values, the form,
 * its messages, where Clerk and the mirror keep them, merging and history. docs/add-a-field.md shows each kind.
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
  pronouns: text({
    label: 'Pronouns',
    placeholder: 'she/her',
    max: 40,
    clerk: { publicMetadata: 'pronouns' },
    visibility: 'public',
  }),
  location: text({
    label: 'Location',
    placeholder: 'City or region',
    max: 80,
    autoComplete: 'address-level2',
    clerk: { publicMetadata: 'location' },
    visibility: 'public',
  }),
  headline: text({
    label: 'Headline',
    placeholder: 'What you do, in a few words',
    max: 80,
    clerk: { publicMetadata: 'headline' },
    visibility: 'public',
  }),
  website: url({
    label: 'Website',
    clerk: { publicMetadata: 'website' },
    visibility: 'public',
  }),
  bio: multiline({
    label: 'Bio',
    max: 240,
    clerk: { publicMetadata: 'bio' },
    visibility: 'public',
  }),
  avatarColor: color({
    label: 'Avatar colour',
    hint: 'Shown behind your initials wherever your avatar appears.',
    byId: true,
    custom: true,
    section: 'look',
    clerk: { publicMetadata: 'avatarColor' },
    visibility: 'public',
  }),
  timeZone: timeZone({
    label: 'Time zone',
    placeholder: 'Europe/Berlin',
    section: 'preferences',
    clerk: { privateMetadata: 'timeZone' },
  }),
  language: choice({
    label: 'Language',
    options: [
      { value: 'en', label: 'English' },
      { value: 'de', label: 'Deutsch' },
      { value: 'ar', label: 'العربية' },
    ],
    none: 'That of the browser',
    section: 'preferences',
    clerk: { privateMetadata: 'language' },
  }),
  productEmails: toggle({
    label: 'Product e-mails',
    hint: 'News of what is new here, about once a month.',
    section: 'preferences',
    clerk: { privateMetadata: 'productEmails' },
  }),
};
