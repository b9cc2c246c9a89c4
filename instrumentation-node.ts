import 'server-only';
import '@/lib/clerk/deadline'; // before anything loads Clerk's SDK, which binds `fetch` when it is loaded
import { answerBesideNext } from '@/app/api/beside-next';
import { EnvError, env } from '@/lib/env';
import { sendStreamsAway } from '@/lib/events/stream';
import { stopListening } from '@/lib/events/subscribe';
import { log } from '@/lib/log';
import { startAudit } from '@/lib/profile/audit';
import { startPushLoop } from '@/lib/profile/push-loop';
import { onShutdown } from '@/lib/shutdown';

/** Checks the environment and starts the background work. Ends the process, with the list of what is wrong, where it cannot run. */
export function startServer(): void {
  try {
    env();
  } catch (error) {
    if (!(error instanceof EnvError)) throw error;
    process.stderr.write(`\n${error.message}\n\n`);
    process.exit(1);
  }
  answerBesideNext();
  const work = [startPushLoop(), startAudit()];
  onShutdown(async () => {
    sendStreamsAway(); // Next waits for every answer to end, and a stream ends for nothing else
    await Promise.all([...work.map((one) => one.stop()), stopListening()]).catch((err: unknown) => log.error({ err }, 'the background work did not end well'));
  });
}
