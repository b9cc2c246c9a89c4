import 'server-only';

/**
 * What pages and actions of your own ask of a profile: the signed-in person's own, and what others may know of anybody.
 * docs/embed.md shows each.
 */
export { getOwnProfile, OwnProfileUnavailable, requireProfile, type OwnProfile } from './verbs/own-profile';
export { loadProfile } from './verbs/load-profile';
export type { LoadedProfile } from './model/loaded-profile';
export { getProfiles, MOST_PEOPLE } from './verbs/people/get-profiles';
export { getPerson } from './verbs/people/get-person';
export type { PublicProfile } from './model/public-profile';
