import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs';

/** Above this many bytes, a log is emptied at the next start. */
const TOO_LONG = 10_000_000;

/** The server's open log. */
export interface ServerLog {
  file: string;
  fd: number;
  /** Returns what was written since it was opened. */
  fresh(): string;
  close(): void;
}

/** Opens the log for appending. The programs inherit the descriptor, so they need not reach its folder. */
export function openLog(file: string): ServerLog {
  let fd = openSync(file, 'a', 0o600);
  if (fstatSync(fd).size > TOO_LONG) {
    closeSync(fd);
    closeSync(openSync(file, 'w'));
    fd = openSync(file, 'a');
  }
  const from = fstatSync(fd).size;
  return {
    file,
    fd,
    fresh: () => readFileSync(file).subarray(from).toString(),
    close: () => closeSync(fd),
  };
}
