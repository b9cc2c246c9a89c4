import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from '@playwright/test';

const PATHS = [
  // without what a window needs: half the work of a whole Chromium
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];
/** A Chromium that travels inside an npm package (Linux), for machines where a browser can come from nowhere else. */
const PACKAGE = '@sparticuz/chromium@153.0.0';
const packageHome = join(import.meta.dirname, '../.perdure/chromium');

const installed = () => [chromium.executablePath(), ...PATHS].find((path) => path !== '' && existsSync(path));

async function fromPackage() {
  const entry = join(packageHome, 'node_modules/@sparticuz/chromium/build/esm/index.js');
  if (!existsSync(entry)) return undefined;
  const { default: packaged } = await import(entry);
  return packaged.executablePath();
}

/** Returns the path of a Chromium to test with. @throws where there is none, saying how to get one */
export async function findChromium() {
  const path = installed() ?? (await fromPackage());
  if (path) return path;
  throw new Error(
    'No Chromium was found. `npm test` gets one automatically; or install Chrome or Chromium and run this again.',
  );
}

/** Gets a Chromium where there is none: Playwright's own, else the one in an npm package. */
export async function ensureChromium() {
  if (installed() ?? (await fromPackage())) return;
  console.log('No Chromium on this machine: getting one for the browser tests.');
  const run = (command, args) => spawnSync(command, args, { stdio: 'inherit', timeout: 300_000 }).status === 0;
  if (run('npx', ['playwright', 'install', 'chromium', '--only-shell']) && installed()) return;
  run('npm', ['install', '--prefix', packageHome, '--no-save', '--no-audit', '--no-fund', PACKAGE]);
  await findChromium();
}
