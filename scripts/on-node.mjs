// Runs a command with another Node than this one first in PATH: node scripts/on-node.mjs 24 npm run check
// That Node comes out of an npm package, whose platform package holds the program itself: no install script is needed.
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';

/** The newest of each line whose packages exist for Linux (x64, arm64) and Windows. */
const VERSIONS = { 24: '24.21.0' };

const isWindows = process.platform === 'win32';
const [line, command, ...args] = process.argv.slice(2);
const version = VERSIONS[line];
if (!version || !command) {
  console.error(`Usage: node scripts/on-node.mjs ${Object.keys(VERSIONS).join('|')} <command> [arguments]`);
  process.exit(2);
}

const versionOf = (program) => execFileSync(program, ['--version'], { encoding: 'utf8' }).trim();

/** Returns the program of `version`, which it installs into `.perdure/node-<line>` if it is not there yet. */
function ensureNode() {
  const name = `node-${isWindows ? 'win' : process.platform}-${process.arch}`;
  const home = join(import.meta.dirname, '../.perdure', `node-${line}`);
  const program = join(home, 'node_modules', name, 'bin', isWindows ? 'node.exe' : 'node');
  if (existsSync(program) && versionOf(program) === `v${version}`) return program;
  const install = ['install', '--prefix', home, '--no-save', '--ignore-scripts', '--no-audit', '--no-fund'];
  spawnSync('npm', [...install, '--loglevel=error', `${name}@${version}`], { stdio: 'inherit', shell: isWindows });
  if (existsSync(program) && versionOf(program) === `v${version}`) return program;
  console.error(`npm has no Node ${version} for this computer (${name}). Install Node ${line} and run this with it.`);
  process.exit(1);
}

const program = process.versions.node.split('.')[0] === line ? process.execPath : ensureNode();
console.log(`on Node ${versionOf(program)}: ${[command, ...args].join(' ')}`);
const child = spawn(command, args, {
  stdio: 'inherit',
  shell: isWindows,
  env: { ...process.env, PATH: `${dirname(program)}${delimiter}${process.env.PATH}` },
});
process.on('SIGINT', () => {}); // Ctrl-C reaches the command too, which ends in order
for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.once('error', (error) => console.error(error.message));
child.once('close', (code) => process.exit(code ?? 1));
