import { canSave } from '@/lib/profile/can-save';

/** For a load balancer: 200 while this process can save, 503 while Postgres is away. */
export async function GET(): Promise<Response> {
  const ready = await canSave();
  const status = ready ? 'ok' : 'Postgres does not answer';
  return Response.json({ status }, { status: ready ? 200 : 503, headers: { 'cache-control': 'no-store' } });
}
