import type { SaveProfile } from '@/components/profile/saving/save-type';
import type { Profile, Save } from '@/lib/profile/model/profile';
import type { Patch } from '@/lib/profile/model/values';
import { fail, failForNow, ok, type Result } from '@/lib/result';

/** A save whose answer is awaited. */
export const unanswered: SaveProfile = () => new Promise(() => undefined);

/** A save that the server cannot take now: it is sent again. */
export const notNow =
  (message: string, cause?: string): SaveProfile =>
  async () =>
    failForNow(message, { cause });

/** A save that is answered with a reason against it. */
export const turnedDown =
  (message: string, errors?: Record<string, string>): SaveProfile =>
  async () =>
    fail(message, errors);

/** A save that is made, on top of a profile. */
export const made =
  (profile: Profile, over: Partial<Profile> & { overwrote?: Patch } = {}): SaveProfile =>
  async (input): Promise<Result<Profile>> =>
    ok({
      ...profile,
      values: { ...profile.values, ...(input as Save).patch },
      revision: profile.revision + 1,
      version: `${profile.revision + 1}.made`,
      ...over,
    });

/** A request that does not get anywhere, as without a network. */
export const unreachable: SaveProfile = async () => {
  throw new TypeError('Failed to fetch');
};
