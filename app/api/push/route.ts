import type { NextRequest } from 'next/server';
import { authenticateCron } from '@/lib/cron';
import { log } from '@/lib/log';
import { runCronTurn } from '@/lib/profile/background/cron-turn';

/** How long one turn may begin new pushes, in ms. */
const FOR_MS = 20_000;

/**
 * Does a turn of the background work for a cron, on hosts without long-lived processes. 404 unless `PUSH_SECRET` is
 * set.
 */
export async function POST(request: NextRequest): Promise<Response> {
  const cron = authenticateCron(request.headers.get('authorization'));
  if (cron === 'off')
    return Response.json({ message: 'PUSH_SECRET is not set, so nobody can ask for this.' }, { status: 404 });
  if (cron === 'stranger')
    return Response.json({ message: 'Send the header “Authorization: Bearer <PUSH_SECRET>”.' }, { status: 401 });
  try {
    const done = await runCronTurn(FOR_MS);
    return done.ok ? Response.json(done.value) : Response.json({ message: done.failure.message }, { status: 503 });
  } catch (error) {
    log.error({ err: error }, 'the cron’s push could not work');
    return Response.json(
      { message: 'Not all was pushed, because of a fault on our side. The log has more.' },
      { status: 500 },
    );
  }
}
