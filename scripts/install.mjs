// Installs the dependencies where they are missing or older than the lockfile. Imports nothing from npm.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const stamp = join(root, 'node_modules/.perdure-installed');

/** Ends the process, saying what to do, where Node is too old or the dependencies cannot be installed. */
export function ensureInstalled() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19))
    stop(`Perdure needs Node 20.19 or newer, best 24. This is ${process.versions.node}. Get it from nodejs.org.`);

  const lock = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return;
  if (!installedByHand()) {
    console.log('• Installing dependencies (once, a minute or two)');
    // one command for npm on Windows, where it is a script
    const { status } = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
      cwd: root,
      stdio: 'inherit',
      shell: process.platform === 'win32',
    });
    if (status !== 0)
      stop('The dependencies could not be installed. npm says why above; when that is mended, run this again.');
  }
  writeFileSync(stamp, lock);
}

/** npm writes down what it installed; younger than the lockfile, it is what the lockfile says. */
function installedByHand() {
  const written = join(root, 'node_modules/.package-lock.json');
  return existsSync(written) && statSync(written).mtimeMs > statSync(join(root, 'package-lock.json')).mtimeMs;
}

function stop(message) {
  console.error(message);
  process.exit(1);
}
