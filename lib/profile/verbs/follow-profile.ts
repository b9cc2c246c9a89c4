import 'server-only';
import type { SessionInfo } from '@/lib/clerk/session/session';
import { logUnlessUnreachable } from '@/lib/db/outage';
import { findProfileRow } from '@/lib/db/queries/profile-rows';
import { Stream, type StreamSink } from '@/lib/events/stream';
import { readMirror } from '@/lib/profile/core/mirror-row';
import { versionOf } from '@/lib/profile/core/to-profile';

/**
 * Tells a device of every change of its profile until it is gone, the version of now first, so that nothing is missed
 * between a page and its stream. `known` is the version that the device heard of last. Where Postgres is unreachable the
 * stream stands all the same, and tells once it is back.
 */
export function followProfile({ userId, sessionId }: SessionInfo, sink: StreamSink, known: string | null): Stream {
  const stream = new Stream(sink, userId, sessionId); // before reading: a change in between is heard of
  findProfileRow(userId)
    .then((row) => row && stream.sendVersion(versionOf(readMirror(row)), known))
    .catch((error: unknown) => logUnlessUnreachable(error, { userId }, 'a stream begins without the version of now'));
  return stream;
}
