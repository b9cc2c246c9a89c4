import type { LocalUser } from '../../json/user-json';
import { sendUserEvent } from '../events';
import type { Instance } from '../instance';
import type { StoredUser } from '../state';

/** Applies a change of a user, reports it by a webhook, and returns the user once it is on the disk. */
export async function changeUser(instance: Instance, user: StoredUser, apply: () => void): Promise<LocalUser> {
  apply();
  // counts milliseconds, so two changes can share one
  user.updatedAt = Math.max(Date.now(), user.updatedAt);
  const answer = sendUserEvent(instance, 'user.updated', user);
  await instance.store.save();
  return answer;
}
