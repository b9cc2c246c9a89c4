// What can be known of a change without a server, a build or a browser, in under two minutes: npm run check
// `npm test` does the rest. Steps run side by side; one that fails shows what it printed.
import { availableParallelism } from 'node:os';
import { ensureInstalled } from './install.mjs';
import { failed, prepare, secondsSince, sideBySide, staticChecks, step } from './run.mjs';

ensureInstalled();
const started = Date.now();
/** `npm test` and `npm run proof` play more. */
const env = { PERDURE_SIMULATIONS: process.env.PERDURE_SIMULATIONS ?? '2000' };

await prepare();
const [lint, ...others] = staticChecks('failure');
const units = () => step('unit tests', 'npm', ['run', '--silent', 'test:unit'], { env, show: 'failure' });
if (failed.length === 0) await sideBySide(Math.max(2, availableParallelism()), [lint, units, ...others]);

console.log(failed.length === 0 ? `check: ok in ${secondsSince(started)} s` : `check: failed: ${failed.join(', ')}`);
process.exit(failed.length === 0 ? 0 : 1);
