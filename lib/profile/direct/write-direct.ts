import 'server-only';
import { writeClerkAttributes, writeClerkMetadata } from '@/lib/clerk/users';
import { latestNow } from '@/lib/db/clock';
import { toClerk } from '@/lib/profile/core/clerk-shape';
import { partFor } from '@/lib/profile/core/plan-calls';
import type { Patch } from '@/lib/profile/model/values';
import type { Reasons } from '@/lib/profile/words/refusal-words';
import { sizeOf, writeAccepted, type WriteOutcome } from './write-accepted';

/**
 * The private metadata that tells of a save: at what time, what of it Clerk takes, and why it does not take the others.
 */
type StampFor = (at: number, saved: Patch, refused: Reasons) => Record<string, unknown>;

/**
 * Writes a patch past the mirror: the names, then the metadata with the stamp. That goes last, since it says that all
 * is there that Clerk takes. Where that is nothing, there is no stamp. `at`: the time of the last one.
 */
export async function writeDirect(
  userId: string,
  patch: Patch,
  stampFor: StampFor,
): Promise<WriteOutcome & { at: number }> {
  const writeNames = (part: Patch) => writeClerkAttributes(userId, toClerk(part).attributes);
  const metadata = partFor('publicMetadata', patch);
  const names = await writeAccepted(partFor('attributes', patch), {
    write: writeNames,
    writeAlone: writeNames,
    evenNone: false,
  });
  if (names.failure) return { ...names, accepted: { ...names.accepted, ...metadata }, at: 0 };

  let at = 0;
  const rest = await writeAccepted(metadata, {
    write: (part, refused) => {
      at = latestNow();
      const privateMetadata = stampFor(at, { ...names.accepted, ...part }, { ...names.refused, ...refused });
      return writeClerkMetadata(userId, { publicMetadata: toClerk(part).publicMetadata, privateMetadata });
    },
    writeAlone: (part) => writeClerkMetadata(userId, { publicMetadata: toClerk(part).publicMetadata }),
    evenNone: sizeOf(names.landed) > 0,
  });
  return {
    ...rest,
    accepted: { ...names.accepted, ...rest.accepted },
    refused: { ...names.refused, ...rest.refused },
    landed: { ...names.landed, ...rest.landed },
    at,
  };
}
