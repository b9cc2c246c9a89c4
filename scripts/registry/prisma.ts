import { FOLDER, type Placed } from './place';
import { files, read } from './walk';

/**
 * Returns the models as a schema file beside the host's, with a client of their own, and the migrations that make their
 * tables. `~/` is the host's root, also where its source is in `src/`.
 */
export function prismaFiles(): Placed[] {
  const schema = read('prisma/schema.prisma');
  const models = schema
    .replace(/^datasource \w+ \{\n.*?^\}\n+/ms, '')
    .replace(/^generator client \{/m, 'generator perdure {')
    .replace('"../lib/db/generated"', `"../${FOLDER}/lib/db/generated"`);
  const migrations = [...files].filter((file) => /^prisma\/migrations\/.*\.sql$/.test(file));
  return [
    { target: '~/prisma/perdure.prisma', content: models },
    ...migrations.map((file) => ({
      target: `~/${file.replace(/\/(\d+)_/, '/$1_perdure_')}`,
      content: read(file),
    })),
  ];
}
