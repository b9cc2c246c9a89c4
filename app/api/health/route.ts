import { canSave } from '@/lib/profile/verbs/can-save';
import { isStopping } from '@/lib/shutdown';

/**
 * For a load balancer: 200 while this process can save, 503 while Postgres is unreachable, and from the moment on that it was
 * asked to end.
 */
export async function GET(): Promise<Response> {
  if (isStopping())
    return Response.json({ status: 'stopping' }, { status: 503, headers: { 'cache-control': 'no-store' } });
  const ready = await canSave();
  const status = ready ? 'ok' : 'Postgres does not answer';
  return Response.json({ status }, { status: ready ? 200 : 503, headers: { 'cache-control': 'no-store' } });
}
