/** Runs once when the server starts, before it answers anything. */
export async function register(): Promise<void> {
  // Next puts a constant in place of this variable, and leaves the branch out elsewhere.
  // eslint-disable-next-line no-restricted-properties -- not the environment
  if (process.env.NEXT_RUNTIME === 'nodejs') {
    const { startServer } = await import('./instrumentation-node');
    await startServer();
  }
}
