import 'server-only';
import { writeClerkAttributes, writeClerkMetadata } from '@/lib/clerk/users';
import { latestNow } from '@/lib/db/clock';
import { toClerk } from '@/lib/profile/core/clerk-shape';
import type { DirectSaveEntry } from '@/lib/profile/core/direct-save-log';
import { partFor } from '@/lib/profile/core/plan-calls';
import type { Patch } from '@/lib/profile/model/values';
import { sizeOf, writeAccepted, type WriteOutcome } from './write-accepted';

/** Returns the private metadata that adds a save's entry to the direct-save log: `{ perdure: { saves: … } }`. */
type ToPrivateMetadata = (entry: Pick<DirectSaveEntry, 'at' | 'saved' | 'refused'>) => Record<string, unknown>;

/**
 * Writes names, then metadata with the log entry. The entry goes last: it means that the save is complete. There is
 * none if Clerk refused every field. `at` is the entry's time in ms since 1970, 0 if there is none.
 */
export async function writeDirect(
  userId: string,
  patch: Patch,
  toPrivateMetadata: ToPrivateMetadata,
): Promise<WriteOutcome & { at: number }> {
  const writeNames = (part: Patch) => writeClerkAttributes(userId, toClerk(part).attributes);
  const metadata = partFor('metadata', patch);
  const names = await writeAccepted(partFor('attributes', patch), {
    write: writeNames,
    writeSingle: writeNames,
    evenIfEmpty: false,
  });
  if (names.failure) return { ...names, accepted: { ...names.accepted, ...metadata }, at: 0 };

  let at = 0;
  const rest = await writeAccepted(metadata, {
    write: (part, refused) => {
      at = latestNow();
      const privateMetadata = toPrivateMetadata({
        at,
        saved: { ...names.accepted, ...part },
        refused: { ...names.refused, ...refused },
      });
      const { metadata } = toClerk(part);
      return writeClerkMetadata(userId, {
        ...metadata,
        privateMetadata: { ...metadata.privateMetadata, ...privateMetadata },
      });
    },
    writeSingle: (part) => writeClerkMetadata(userId, toClerk(part).metadata),
    evenIfEmpty: sizeOf(names.landed) > 0,
  });
  return {
    ...rest,
    accepted: { ...names.accepted, ...rest.accepted },
    refused: { ...names.refused, ...rest.refused },
    landed: { ...names.landed, ...rest.landed },
    at,
  };
}
