// Makes a shadcn registry of this app in .perdure/registry, which any web server can serve. `npm run registry:build --
// --url https://…/r` says at which address it will be; `npm run registry:serve` serves it to this computer alone.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { buildItems } from './registry/build';
import { serve } from './registry/serve';
import { root } from './registry/walk';

const PORT = 8_765;

const { values } = parseArgs({
  options: {
    url: { type: 'string', default: `http://127.0.0.1:${PORT}/r` },
    out: { type: 'string', default: '.perdure/registry' },
    serve: { type: 'boolean', default: false },
  },
});
const url = values.url.replace(/\/$/, '');
const out = join(root, values.out);

const items = buildItems(url);
rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
for (const item of items) {
  writeFileSync(join(out, `${item.name}.json`), JSON.stringify(item, null, 2));
  console.log(`${item.name.padEnd(18)} ${String(item.files?.length).padStart(4)} files   ${item.title}`);
}
console.log(`in ${out}, for ${url}`);
if (values.serve)
  void serve(out, PORT).then(() => console.log(`\nIn your app: npx shadcn@4.23.0 add ${url}/profile-settings.json`));
