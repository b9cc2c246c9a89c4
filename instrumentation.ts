/** Runs once when the server starts, before it answers anything. */
export async function register(): Promise<void> {
  // Not the environment: Next puts a constant here, and drops the branch from the edge runtime's build.
  // eslint-disable-next-line no-restricted-properties -- see above
  if (process.env.NEXT_RUNTIME === 'nodejs') {
    const { startServer } = await import('./instrumentation-node');
    await startServer();
  }
}
