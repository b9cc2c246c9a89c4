import type { Profile } from '@/lib/profile/model/profile';
import { fieldNames } from '@/lib/profile/model/values';
import { captions, refusedCaption } from '@/lib/profile/words/page-words';
import type { Message } from '@/lib/texts/text';
import type { SyncState } from './status/sync-state';

interface AppearanceFacts {
  profile: Profile;
  /** what is shown has edits that are not saved, or not known to be */
  unsaved: boolean;
  /** the profile could be read when it was last tried */
  current: boolean;
  /** the state that is shown beside it: both speak of a wait from the same moment on */
  shown: SyncState['kind'];
}

/** Returns the caption of the preview: whether others see the user so. Others see what Clerk holds. */
export function appearance({ profile, unsaved, current, shown }: AppearanceFacts): Message {
  if (unsaved) return captions.unsaved;
  if (shown === 'gone') return captions.gone;
  const refused = fieldNames.filter((name) => profile.refused[name]);
  if (refused.length > 0) return refusedCaption(refused);
  if (profile.pending.length > 0) return shown === 'waiting' || !current ? captions.waiting : captions.soon;
  if (!current || profile.source === 'mirror') return captions.lastKnown;
  return captions.current;
}
