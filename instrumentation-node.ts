import 'server-only';
import '@/lib/clerk/deadline'; // before anything loads Clerk's SDK, which binds `fetch` when it is loaded
import { EnvError, env } from '@/lib/env';
import { startPushLoop } from '@/lib/profile/push-loop';

/** Checks the environment and starts the background work. Ends the process, with the list of what is wrong, where it cannot run. */
export function startServer(): void {
  try {
    env();
  } catch (error) {
    if (!(error instanceof EnvError)) throw error;
    process.stderr.write(`\n${error.message}\n\n`);
    process.exit(1);
  }
  const pushing = startPushLoop();
  process.once('SIGTERM', () => void pushing.stop());
  process.once('SIGINT', () => void pushing.stop());
}
