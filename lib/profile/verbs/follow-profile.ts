import 'server-only';
import type { SessionInfo } from '@/lib/clerk/session/session';
import { logUnlessUnreachable } from '@/lib/db/outage';
import { readProfile } from '@/lib/db/queries/read-profile';
import { Stream, type StreamSink } from '@/lib/events/stream';
import { readMirror } from '@/lib/profile/core/mirror-row';
import { versionOf } from '@/lib/profile/core/to-profile';

/**
 * Streams the version of a user's profile to a device after each change, until the device disconnects. The present
 * version comes first, unless it is `known`, the last one that the device received: nothing is lost between a page and
 * its stream. While Postgres is unreachable the stream stays open, and goes on once it is back.
 */
export function followProfile({ userId, sessionId }: SessionInfo, sink: StreamSink, known: string | null): Stream {
  const stream = new Stream(sink, userId, sessionId); // before the read: a change in between is notified
  stream.sendHeartbeat();
  readProfile(userId)
    .then((stored) => stored && stream.sendVersion(versionOf(readMirror(stored.row)), known))
    .catch((error: unknown) => logUnlessUnreachable(error, { userId }, 'a stream begins without the version of now'));
  return stream;
}
