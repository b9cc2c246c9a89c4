import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, linkSync, mkdirSync, readdirSync, readlinkSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '../../..');

/**
 * Puts the same files under another folder, without copying them: the bundler follows no symbolic link out of its root.
 */
export function linkTree(from: string, to: string): void {
  mkdirSync(to);
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) linkTree(source, target);
    else if (entry.isSymbolicLink()) symlinkSync(readlinkSync(source), target);
    else linkSync(source, target);
  }
}

/**
 * Copies the repository as it is now into `.perdure/<name>`, to be changed there, and returns where that is. What the
 * last build has cached comes along, so that the copy's build takes half as long.
 */
export function copyRepository(name: string): string {
  const copy = join(root, '.perdure', name);
  rmSync(copy, { recursive: true, force: true });
  mkdirSync(copy, { recursive: true });
  const tracked = execFileSync('git', ['ls-files', '-co', '--exclude-standard'], { cwd: root, encoding: 'utf8' })
    .split('\n')
    .filter(Boolean);
  for (const file of tracked) cpSync(join(root, file), join(copy, file), { recursive: true });
  linkTree(join(root, 'node_modules'), join(copy, 'node_modules'));
  const cache = join(root, '.next/cache');
  if (existsSync(cache)) cpSync(cache, join(copy, '.next/cache'), { recursive: true });
  return copy;
}

/** Builds a copy as production does; checks the types too. `own` is what its build needs to know of an environment. */
export function build(copy: string, own: Record<string, string> = {}): void {
  const { PATH, HOME } = process.env;
  execFileSync('npm', ['run', '--silent', 'build'], {
    cwd: copy,
    env: { PATH, HOME, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1', ...own },
    encoding: 'utf8',
    stdio: 'pipe',
  });
}
