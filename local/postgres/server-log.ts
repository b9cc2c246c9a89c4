import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs';

/** A log above this many bytes is begun anew at the next start. */
const TOO_LONG = 10_000_000;

export interface ServerLog {
  file: string;
  fd: number;
  /** What was written since it was opened. */
  fresh(): string;
  close(): void;
}

/** Opens the server's log for appending; the programs inherit the descriptor, so its folder need not be theirs. */
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
