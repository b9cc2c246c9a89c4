import { paramUnknown, requestRefused } from '../../json/errors';
import type { LocalUser } from '../../json/user-json';
import type { Instance } from '../../state/instance';
import type { StoredUser } from '../../state/state';
import { changeUser } from '../../state/user/change-user';
import { requireUser } from '../../state/user/users';

/**
 * Applies one update of a user under Clerk's limits and returns the user once the change is on the disk.
 * `refusable` names the parameters that a fault may refuse.
 * @throws Clerk's 404, 422 or 429
 */
export async function updateUser(
  instance: Instance,
  id: string,
  refusable: string[],
  apply: (user: StoredUser) => void,
): Promise<LocalUser> {
  const { store, faults, rateLimit } = instance;
  const user = requireUser(store.state, id);
  rateLimit.count(id);
  const refused = refusable.find((param) => faults.current.refuseFields.includes(param));
  if (refused) throw faults.current.refuseUnnamed ? requestRefused() : paramUnknown(refused);
  return changeUser(instance, user, () => apply(user));
}
