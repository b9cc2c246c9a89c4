// Makes a shadcn registry of this app in .perdure/registry, which any web server can serve. npm run registry:build
// [<address>] takes the address at which it will be; npm run registry:serve builds it and serves it on this computer.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildItems } from './registry/build';
import { serve } from './registry/serve';
import { root } from './registry/walk';

const PORT = 8_765;
const LOCAL = `http://127.0.0.1:${PORT}/r`;
const out = join(root, '.perdure/registry');

const [given] = process.argv.slice(2);
const isServed = given === '--serve';
const url = (isServed ? undefined : given?.replace(/\/$/, '')) ?? LOCAL;

const items = buildItems(url);
rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
for (const item of items) {
  writeFileSync(join(out, `${item.name}.json`), JSON.stringify(item, null, 2));
  console.log(`${item.name.padEnd(18)} ${String(item.files?.length).padStart(4)} files   ${item.title}`);
}
console.log(`in ${out}, for ${url}`);
if (isServed)
  void serve(out, PORT).then(() => console.log(`\nIn your app: npx shadcn@4.23.0 add ${url}/profile-settings.json`));
