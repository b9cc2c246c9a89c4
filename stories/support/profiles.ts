import { sectionsShown } from '@/lib/profile/model/sections';
import { readValues, type Patch } from '@/lib/profile/model/values';
import { aProfile } from '@/__tests__/support/a-profile';
import { ownSections } from './sections';

/** Somebody who has said everything. */
export const said: Patch = {
  firstName: 'Ann',
  lastName: 'Lindqvist',
  pronouns: 'she/her',
  location: 'Malmö',
  headline: 'Sailor and baker',
  website: 'https://ann.example/',
  bio: 'I bake bread before sunrise.\n\nAnd I sail whenever the wind allows it.',
  avatarColor: 'teal',
  timeZone: 'Europe/Stockholm',
  language: 'en',
  productEmails: true,
};

/** Somebody whose names are as long as they may be. */
export const longNames: Patch = {
  ...said,
  firstName: 'Wolfeschlegelsteinhausenbergerdorff Maximiliana Anastasia Lou',
  lastName: 'Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch-Smith',
  pronouns: 'whatever you like best, I do not mind it',
  headline: 'Head of the Department of Departments, and of whatever else nobody wanted to do',
  location: 'Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch, Ynys Môn, Wales, UK',
  website: 'https://a-very-long-host-name-indeed.example.com/and-a-path/that-goes-on-for-ever/',
};

/** Somebody who writes from right to left. */
export const arabic: Patch = {
  ...said,
  firstName: 'ليلى',
  lastName: 'الفاسي',
  pronouns: 'هي',
  location: 'فاس',
  headline: 'خبازة وبحارة',
  bio: 'أخبز الخبز قبل شروق الشمس.',
  timeZone: 'Africa/Casablanca',
  language: 'ar',
};

/** Names that are hard to draw: one letter that is as wide as a word, and signs that are made of several. */
export const hardNames: [string, string][] = [
  ['﷽', ''],
  ['👨‍👩‍👧‍👦', 'Family'],
  ['محمد', 'علي'],
  ['李', '小龍'],
  ['Z̷̢̛a̵l̸g̷o̴', 'Ṱ̴e̵x̶t̷'],
];

/** What Clerk holds of somebody new. */
export const nobody = readValues({});

export const filled = aProfile({ values: said });

/** The sections that the app's own form shows. */
export const shownSections = sectionsShown({ sections: ownSections });
