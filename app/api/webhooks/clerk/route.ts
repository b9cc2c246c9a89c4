import type { NextRequest } from 'next/server';
import { readWebhook } from '@/lib/clerk/webhooks';
import { log } from '@/lib/log';
import { applyWebhook } from '@/lib/profile/verbs/apply-webhook';

/** Applies a webhook of Clerk's. Answers 2xx only once it is committed, so that Clerk delivers it again otherwise. */
export async function POST(request: NextRequest): Promise<Response> {
  const event = await readWebhook(request);
  if (event === 'too long')
    return Response.json(
      { message: 'This is too long for a webhook.' },
      { status: 413, headers: { connection: 'close' } },
    );
  if (event === 'forged')
    return Response.json({ message: 'The signature of this webhook is not valid.' }, { status: 400 });
  if (event === 'malformed')
    return Response.json({ message: 'The data of this webhook is not that of its event.' }, { status: 400 });
  const applied = await applyWebhook(event).catch((error: unknown) => {
    log.error({ err: error, webhook: event.id }, 'a webhook could not be applied; the sender will try again');
    return false;
  });
  return applied
    ? new Response(null, { status: 204 })
    : Response.json({ message: 'Not applied. Send it again.' }, { status: 503 });
}
