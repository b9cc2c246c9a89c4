import { listed } from '@/lib/english';
import type { Profile } from '@/lib/profile/model/profile';
import { fieldNames, fieldOf } from '@/lib/profile/model/values';

interface AppearanceFacts {
  profile: Profile;
  /** what is shown has edits that are not saved, or not known to be */
  unsaved: boolean;
  /** the profile could be read when it was last tried */
  current: boolean;
}

/** Returns the caption of the preview: whether others see the user so. Others see what Clerk holds. */
export function appearance({ profile, unsaved, current }: AppearanceFacts): string {
  if (unsaved) return 'Preview, not saved yet';
  const refused = fieldNames.filter((name) => profile.refused[name]).map((name) => fieldOf(name).label.toLowerCase());
  if (refused.length > 0) return `Not how you appear to others: Clerk refused your ${listed(refused)}`;
  if (profile.pending.length > 0) return 'Others don’t see this yet';
  if (!current || profile.source === 'mirror') return 'How you last appeared to others';
  return 'How you appear to others';
}
