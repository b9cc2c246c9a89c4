import { canSave } from '@/lib/profile/verbs/can-save';
import { isStopping } from '@/lib/shutdown';

/** Answers a load balancer: 200 while this process can save, 503 while Postgres is unreachable or the process ends. */
export async function GET(): Promise<Response> {
  if (isStopping())
    return Response.json({ status: 'stopping' }, { status: 503, headers: { 'cache-control': 'no-store' } });
  const ready = await canSave();
  const status = ready ? 'ok' : 'Postgres does not answer';
  return Response.json({ status }, { status: ready ? 200 : 503, headers: { 'cache-control': 'no-store' } });
}
