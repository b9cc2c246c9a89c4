import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { build, copyRepository } from '../../__tests__/e2e/support/copy';

/** Builds a copy of the repository that has what is in bench/<page> as its page /<page>, and returns where it is. */
export function buildWithPage(page: string): string {
  const dir = copyRepository(`with-${page}`);
  cpSync(join(dir, 'bench', page), join(dir, 'app/(settings)', page), { recursive: true });
  build(dir);
  return dir;
}
