// Runs Perdure on a machine that has only Node and npm: `npm run demo`, or `npm run dev` to change the code.
// It is plain JavaScript without imports from npm, because it may have to install them first.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { ensureInstalled } from '../scripts/install.mjs';

ensureInstalled();

const child = spawn(process.execPath, ['--import', 'tsx', 'local/demo/main.ts', ...process.argv.slice(2)], {
  cwd: join(import.meta.dirname, '..'),
  stdio: 'inherit',
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('exit', (code) => process.exit(code ?? 1));
