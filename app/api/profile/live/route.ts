import type { NextRequest } from 'next/server';
import { getVisitor } from '@/lib/clerk/session/session';
import { followProfile } from '@/lib/profile/verbs/follow-profile';
import type { Stream } from '@/lib/events/stream';
import { lastVersionOf, streamHeaders } from './sse-request';

/** How many events a slow browser may be behind. */
const MOST_EVENTS_BEHIND = 16;
const encoder = new TextEncoder();

/** Refused here: Next would answer it by GET, and leave a stream behind that nobody reads. */
export const HEAD = (): Response => new Response(null, { status: 405, headers: { allow: 'GET' } });

/**
 * Answers with server-sent events: the version of the signed-in user's profile, as it changes. Never data: that is for
 * `GET /api/profile`. In processes that live on, `http-fast-path.ts` answers before this does.
 */
export async function GET(request: NextRequest): Promise<Response> {
  const visitor = await getVisitor();
  if (visitor.is !== 'signed in') return new Response(null, { status: visitor.is === 'unknown' ? 503 : 401 });

  let stream: Stream | undefined;
  const body = new ReadableStream<Uint8Array>(
    {
      start: (controller) => {
        const sink = {
          write: (text: string) => {
            controller.enqueue(encoder.encode(text));
            return (controller.desiredSize ?? 0) > 0;
          },
          end: () => controller.close(),
        };
        stream = followProfile(visitor, sink, lastVersionOf(request));
      },
      cancel: () => stream?.close(),
    },
    { highWaterMark: MOST_EVENTS_BEHIND },
  );
  request.signal.addEventListener('abort', () => stream?.close(), { once: true });
  return new Response(body, { headers: streamHeaders });
}
