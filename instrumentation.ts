import { isNodeRuntime } from '@/lib/env';

/** Runs once when the server starts, before it answers anything. */
export async function register(): Promise<void> {
  if (!isNodeRuntime()) return;
  const { startServer } = await import('./instrumentation-node');
  startServer();
}
