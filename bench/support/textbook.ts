import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { build, copyRepository } from '../../__tests__/e2e/support/copy';

/** Builds a copy of the repository that has the page /textbook, and returns where that is. */
export function buildTextbook(): string {
  const dir = copyRepository('with-textbook');
  const page = join(dir, 'app/(settings)/textbook');
  mkdirSync(page);
  for (const file of ['actions.ts', 'form.tsx', 'page.tsx'])
    cpSync(join(dir, 'bench/textbook', file), join(page, file));
  build(dir);
  return dir;
}
