// Runs Perdure with nothing but Node and npm on the machine: `npm run demo`, or `npm run dev` to change the code.
// Plain JavaScript without imports from npm, because it may have to install them first.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`Perdure needs Node 20.19 or newer; this is ${process.versions.node}. Get one from nodejs.org, then run this again.`);
  process.exit(1);
}

const stamp = join(root, 'node_modules/.perdure-installed');
const lock = createHash('sha256').update(readFileSync(join(root, 'package-lock.json'))).digest('hex');
const known = existsSync(stamp) && readFileSync(stamp, 'utf8') === lock;
if (!known && !installedByHand()) {
  console.log('• Installing dependencies (once, a minute or two)');
  // one command for npm on Windows, where it is a script
  const { status } = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: root, stdio: 'inherit', shell: process.platform === 'win32' });
  if (status !== 0) {
    console.error('The dependencies could not be installed. npm says why above; when that is mended, run this again.');
    process.exit(1);
  }
}
if (!known) writeFileSync(stamp, lock);

/** npm writes down what it installed; younger than the lockfile, it is what the lockfile says. */
function installedByHand() {
  const written = join(root, 'node_modules/.package-lock.json');
  return existsSync(written) && statSync(written).mtimeMs > statSync(join(root, 'package-lock.json')).mtimeMs;
}

const child = spawn(process.execPath, ['--import', 'tsx', 'local/demo/main.ts', ...process.argv.slice(2)], { cwd: root, stdio: 'inherit' });
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('exit', (code) => process.exit(code ?? 1));
