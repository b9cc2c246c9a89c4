// Builds the app and prints what the profile page loads in a real browser, by kind and by package: npm run size
import { ensureInstalled } from './install.mjs';
import { failed, prepare, step } from './run.mjs';

ensureInstalled();
await prepare();
const { ok } = await step('build', 'npx', ['next', 'build'], { show: 'failure', env: { SOURCE_MAPS: '1' } });
if (ok) {
  const { ensureChromium } = await import('./chromium.mjs'); // needs what was just installed
  await ensureChromium();
  await step('size', 'npx', ['playwright', 'test', 'browser/weight']);
}
process.exit(failed.length === 0 ? 0 : 1);
