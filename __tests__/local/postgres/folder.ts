import { chmodSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder of the test's own that the server's user can reach even when root runs the tests. */
export function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'perdure-'));
  chmodSync(folder, 0o755);
  return folder;
}
