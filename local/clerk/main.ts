import { parseArgs } from 'node:util';
import { ensureClerkScripts, refuseBesideRealKeys, startLocalClerk } from './start';

/** Runs a local Clerk as a process of its own. Prints one line of JSON when it is ready; ends on SIGTERM or Ctrl-C. */
async function main(): Promise<void> {
  refuseBesideRealKeys(process.env);
  const { values } = parseArgs({
    options: {
      state: { type: 'string' },
      scripts: { type: 'string' },
      'api-port': { type: 'string' },
      'frontend-port': { type: 'string' },
      'control-port': { type: 'string' },
      'webhook-url': { type: 'string' },
      usernames: { type: 'boolean' },
      seed: { type: 'string', multiple: true, default: [] },
    },
  });
  if (values.scripts) await ensureClerkScripts(values.scripts);
  const clerk = await startLocalClerk({
    apiPort: Number(values['api-port'] ?? 0),
    frontendPort: Number(values['frontend-port'] ?? 0),
    controlPort: Number(values['control-port'] ?? 0),
    stateFile: values.state,
    scriptsDir: values.scripts,
    webhookUrl: values['webhook-url'],
    ...(values.usernames && { settings: { usernames: true } }),
    log: (line) => console.error(`local Clerk: ${line}`),
  });
  for (const seed of values.seed) {
    const [email = '', password = '', firstName, lastName] = seed.split(':');
    if (!clerk.getUserByEmail(email)) await clerk.createUser({ email, password, firstName, lastName });
  }
  const { apiUrl, frontendUrl, controlUrl, env } = clerk;
  console.log(JSON.stringify({ apiUrl, frontendUrl, controlUrl, env }));
  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    process.once(signal, () => void clerk.stop().then(() => process.exit(0)));
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
