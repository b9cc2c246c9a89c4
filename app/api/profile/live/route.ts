import type { NextRequest } from 'next/server';
import { getSession } from '@/lib/clerk/session';
import { followProfile } from '@/lib/profile/follow-profile';
import type { Stream } from '@/lib/events/stream';

/** How many events a slow browser may be behind. */
const MOST_BEHIND = 16;
const encoder = new TextEncoder();

/** Server-sent events: which version the signed-in user's profile has, as it changes. Never data: that is for `GET /api/profile`. */
export async function GET(request: NextRequest): Promise<Response> {
  const session = await getSession();
  if (!session) return new Response(null, { status: 401 });
  const known = request.headers.get('last-event-id') ?? request.nextUrl.searchParams.get('known');

  let stream: Stream | undefined;
  const body = new ReadableStream<Uint8Array>(
    {
      start: (controller) => {
        const reader = {
          write: (text: string) => {
            controller.enqueue(encoder.encode(text));
            return (controller.desiredSize ?? 0) > 0;
          },
          end: () => controller.close(),
        };
        stream = followProfile(session, reader, known);
      },
      cancel: () => stream?.close(),
    },
    { highWaterMark: MOST_BEHIND },
  );
  request.signal.addEventListener('abort', () => stream?.close(), { once: true });
  // A connection that were kept would hold the process up at its end, long after its stream.
  return new Response(body, { headers: { 'content-type': 'text/event-stream', 'cache-control': 'no-cache, no-transform', 'x-accel-buffering': 'no', connection: 'close' } });
}
