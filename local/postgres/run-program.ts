import { spawn } from 'node:child_process';
import { bareEnvironment } from '../process/bare-environment';
import { runAs, type ServerUser } from './server-user';

/**
 * Runs one of Postgres's programs to its end and returns its exit code.
 * Its output goes to the open file `log`, which a server that it starts goes on using. The environment is bare, so that
 * PGDATA and the like cannot interfere.
 * @throws if the program cannot be run on this system
 */
export function runProgram(file: string, args: string[], user: ServerUser | null, log: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, {
      ...runAs(user),
      cwd: '/',
      env: bareEnvironment,
      stdio: ['ignore', log, log],
      windowsHide: true,
    });
    child.once('error', (cause) => reject(new Error(cannotRun(file), { cause })));
    child.once('exit', (code) => resolve(code ?? 1));
  });
}

function cannotRun(file: string): string {
  return (
    `${file} cannot be run here. Its binaries need glibc (Alpine and other musl systems have none) ` +
    'and a file system that is not mounted noexec.'
  );
}
