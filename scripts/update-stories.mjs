// Builds Storybook, takes the pictures of its stories anew where they have changed, and makes their files small.
// npm run storybook:update [-- -g "<title of stories>"]
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { ensureChromium } from './chromium.mjs';
import { failed, root, step } from './run.mjs';

const folder = join(root, '__tests__/e2e/stories/screenshots');

const { ok } = await step('Storybook', 'npm', ['run', '--silent', 'storybook:build'], { show: 'failure' });
if (ok) {
  await ensureChromium();
  const args = ['--project', 'stories', '--update-snapshots=changed', ...process.argv.slice(2)];
  await step('pictures', 'npx', ['playwright', 'test', ...args]);
  for (const file of readdirSync(folder)) await shrink(join(folder, file));
}
process.exit(failed.length > 0 ? 1 : 0);

/** Writes a picture with at most 256 colours, in a third of the bytes: no eye, and no test, tells it from the first. */
async function shrink(path) {
  const before = readFileSync(path);
  const { paletteBitDepth } = await sharp(before).metadata();
  if (paletteBitDepth !== undefined) return;
  writeFileSync(path, await sharp(before).png({ palette: true, effort: 4, compressionLevel: 9 }).toBuffer());
}
