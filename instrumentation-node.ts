import 'server-only';
import '@/lib/clerk/deadline'; // before anything loads Clerk's SDK, which binds `fetch` when it is loaded
import { startFastPath } from '@/app/api/http-fast-path';
import { env, isProduction } from '@/lib/env';
import { describeIssues, EnvError, envWarnings } from '@/lib/env/messages';
import { endStreams } from '@/lib/events/stream';
import { stopListening } from '@/lib/events/subscribe';
import { log } from '@/lib/log';
import { startAudit } from '@/lib/profile/background/audit';
import { startDueLoop } from '@/lib/profile/background/due-loop';
import { findStartFaults } from '@/lib/profile/verbs/find-start-faults';
import { onShutdown } from '@/lib/shutdown';

/**
 * Checks the environment and starts the background work. Ends the process with a list of what is wrong, if anything is.
 */
export async function startServer(): Promise<void> {
  try {
    for (const warning of envWarnings(env(), { production: isProduction() })) log.warn(warning);
  } catch (error) {
    if (!(error instanceof EnvError)) throw error;
    stop(error.message);
  }
  const issues = await findStartFaults();
  if (issues.length > 0 && isProduction()) stop(describeIssues(issues));
  // a developer may still want to see the page that says so
  for (const { name, problem } of issues) log.error(`${name} ${problem}`);
  startFastPath();
  const work = [startDueLoop(), startAudit()];
  onShutdown({
    delayMs: env().SHUTDOWN_DELAY_SECONDS * 1_000,
    drain: async () => {
      endStreams(); // Next waits for every answer to end, and a stream ends for nothing else
      await Promise.all([...work.map((one) => one.stop()), stopListening()]).then(
        () => undefined,
        (err: unknown) => log.error({ err }, 'the background work did not end well'),
      );
    },
  });
}

function stop(message: string): never {
  process.stderr.write(`\n${message}\n\n`);
  process.exit(1);
}
