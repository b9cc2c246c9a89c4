/** Runs once when the server starts, before it answers anything. */
export async function register(): Promise<void> {
  // eslint-disable-next-line no-restricted-properties -- not the environment: Next puts a constant here, and leaves the
  // branch out elsewhere
  if (process.env.NEXT_RUNTIME === 'nodejs') {
    const { startServer } = await import('./instrumentation-node');
    await startServer();
  }
}
