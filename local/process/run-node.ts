import { spawn } from 'node:child_process';

/**
 * Runs a JavaScript program to its end.
 * @throws with the end of its output if it fails
 */
export function runNode(cwd: string, env: NodeJS.ProcessEnv, script: string, ...args: string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [script, ...args], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const keep = (chunk: Buffer) => (output = (output + chunk.toString()).slice(-8_000));
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.once('error', reject);
    child.once('exit', (code) =>
      code === 0 ? resolve() : reject(new Error(`${[script, ...args].join(' ')} failed:\n${output.trim()}`)),
    );
  });
}
