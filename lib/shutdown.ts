import 'server-only';

/** The longest that an end is put off for work under way, in ms: three calls of Clerk, each at its deadline. */
const LONGEST_MS = 10_000;

/**
 * Runs `drain` when the process is asked to end, and puts the end off until it has resolved. Next ends the process by itself as soon as
 * its own requests are answered, and knows of no other work.
 */
export function onShutdown(drain: () => Promise<unknown>): void {
  const exit = process.exit.bind(process);
  const begin = () => {
    const drained = Promise.race([drain(), new Promise((resolve) => setTimeout(resolve, LONGEST_MS).unref())]);
    process.exit = ((code) => void drained.finally(() => exit(code))) as typeof process.exit;
  };
  process.once('SIGTERM', begin);
  process.once('SIGINT', begin);
}
