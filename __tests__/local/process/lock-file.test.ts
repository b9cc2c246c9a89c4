import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tryLock } from '@/local/process/lock-file';
import { identify } from '@/local/process/process-identity';
import { makeFolder } from '../postgres/folder';

const folder = makeFolder();
const file = join(folder, 'lock');

afterEach(() => rmSync(file, { force: true }));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('a held lock file names its holder, and a released one can be taken', () => {
  const first = tryLock(file);
  expect(tryLock(file)).toEqual({ held: false, holder: process.pid });

  if (first.held) first.release();

  expect(tryLock(file)).toMatchObject({ held: true });
  expect(readdirSync(folder)).toEqual(['lock']);
});

test('the lock file of a killed process is free', async () => {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
  await once(child, 'spawn');
  writeFileSync(file, JSON.stringify(identify(child.pid ?? 0)));
  expect(tryLock(file)).toEqual({ held: false, holder: child.pid });

  child.kill('SIGKILL');
  await once(child, 'exit');

  expect(tryLock(file)).toMatchObject({ held: true });
});

test('a process with a dead holder’s number does not hold its lock file', () => {
  writeFileSync(file, JSON.stringify({ pid: process.pid, started: 'long ago' }));

  expect(tryLock(file)).toMatchObject({ held: true });
});

test('an unreadable lock file is free', () => {
  writeFileSync(file, 'garbage');

  expect(tryLock(file)).toMatchObject({ held: true });
});
